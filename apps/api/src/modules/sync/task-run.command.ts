import type { RunDto } from '@pulsetech/contracts';
import { InvalidRequestError } from '@pulsetech/server-kit';
import { Command, CommandRunner } from 'nest-commander';
import { RunsService } from './runs.service.js';

/** The task by its short name, and as the documentation and Moodle's own command line call it. */
const NAMES = ['sync_all_users', 'local_pulsetech_discord\\task\\sync_all_users'];

@Command({
  name: 'task:run',
  arguments: '<task>',
  description: 'Run a scheduled task now: sync_all_users synchronises everybody who is linked to Discord',
})
export class TaskRunCommand extends CommandRunner {
  constructor(private readonly runs: RunsService) {
    super();
  }

  override async run([task = '']: string[]): Promise<void> {
    if (!NAMES.includes(task.replace(/^\\+/, '').replace(/\\+/g, '\\'))) {
      throw new InvalidRequestError(`There is no task ${task}. The one task is sync_all_users.`);
    }
    const run = await this.runs.runToEnd('cli');
    process.stdout.write(summaryOf(run));
    if (run.state !== 'completed') process.exitCode = 1;
  }
}

/** What an operator reads. */
export function summaryOf(run: RunDto): string {
  const seconds = (run.finishedAt ?? run.startedAt) - run.startedAt;
  const lines = [
    `Run ${run.id}: ${run.state.replaceAll('_', ' ')}, after ${seconds} s`,
    `  users       ${run.users}`,
    `  enrolled    ${run.enrolled}`,
    `  unenrolled  ${run.unenrolled}`,
    `  errors      ${run.errors}`,
    ...(run.reason === null ? [] : [`  ${run.reason}`]),
  ];
  return `${lines.join('\n')}\n`;
}
