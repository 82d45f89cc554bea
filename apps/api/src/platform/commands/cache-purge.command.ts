import { Command, CommandRunner } from 'nest-commander';
import { CacheGeneration } from '../caches/cache-generation.js';

@Command({ name: 'cache:purge', description: 'Empty the caches of all running servers of this site.' })
export class CachePurgeCommand extends CommandRunner {
  constructor(private readonly generation: CacheGeneration) {
    super();
  }

  async run(): Promise<void> {
    await this.generation.purgeEverywhere();
    process.stdout.write('The caches are emptied. Running servers notice within a few seconds.\n');
  }
}
