import { InvalidRequestError } from '@pulsetech/server-kit';
import { Command, CommandRunner, Option } from 'nest-commander';
import { RunViewService } from '../review/run-view.service.js';
import { RunsService } from '../runs.service.js';
import { exitCodeOf, summaryOf } from './run-text.js';

/** The task by its short name, and as the documentation and Moodle's own command line call it. */
const NAMES = ['sync_all_users', 'local_pulsetech_discord\\task\\sync_all_users'];

interface Options {
  readonly dry?: boolean;
  readonly wait?: boolean;
}

@Command({
  name: 'task:run',
  arguments: '<task>',
  description: 'Run a scheduled task now: sync_all_users synchronises everybody who is linked to Discord',
})
export class TaskRunCommand extends CommandRunner {
  constructor(
    private readonly runs: RunsService,
    private readonly views: RunViewService,
  ) {
    super();
  }

  override async run([task = '']: string[], { dry = false, wait = false }: Options): Promise<void> {
    if (!NAMES.includes(task.replace(/^\\+/, '').replace(/\\+/g, '\\'))) {
      throw new InvalidRequestError(`There is no task ${task}. The one task is sync_all_users.`);
    }
    const { run, end, here } = await this.runs.start({ cause: 'cli', dry });
    if (!here && !wait) {
      process.stdout.write(`Run ${run.id} is going on in another process; run:show ${run.id} tells how far it is.\n`);
      return;
    }
    const ended = await this.views.dto(await end());
    process.stdout.write(summaryOf(ended));
    process.exitCode = exitCodeOf(ended);
  }

  @Option({ flags: '--dry', description: 'Only plan: nothing is applied' })
  dry(): boolean {
    return true;
  }

  @Option({ flags: '--wait', description: 'Wait for the end also when another process carries the run out' })
  wait(): boolean {
    return true;
  }
}
