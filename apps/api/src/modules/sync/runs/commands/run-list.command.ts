import { Command, CommandRunner } from 'nest-commander';
import { RunViewService } from '../review/run-view.service.js';
import { lineOf } from './run-text.js';

@Command({ name: 'run:list', description: 'List the latest synchronisation runs' })
export class RunListCommand extends CommandRunner {
  constructor(private readonly views: RunViewService) {
    super();
  }

  override async run(): Promise<void> {
    const runs = await this.views.list({});
    process.stdout.write(runs.length === 0 ? 'There was no run yet.\n' : runs.map(lineOf).join(''));
  }
}
