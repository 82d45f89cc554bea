import { InvalidRequestError } from '@pulsetech/server-kit';
import { Command, CommandRunner } from 'nest-commander';
import { LmsPort, type LmsUser } from '../../lms/lms.port.js';
import { SyncService } from '../user/sync.service.js';
import type { SyncOutcome } from '../user/sync.types.js';

@Command({
  name: 'sync:user',
  arguments: '<id-or-username>',
  description: 'Read the Discord roles of one user now and apply them',
})
export class SyncUserCommand extends CommandRunner {
  constructor(
    private readonly sync: SyncService,
    private readonly lms: LmsPort,
  ) {
    super();
  }

  /** Here and now rather than as a job, since somebody waits for what it says. */
  override async run([wanted = '']: string[]): Promise<void> {
    const user = await this.find(wanted);
    const outcome = await this.sync.observeAndSync({ userId: user.id, cause: 'cli' });
    process.stdout.write(told(user, outcome));
    if (!outcome.result.success) process.exitCode = 1;
  }

  private async find(wanted: string): Promise<LmsUser> {
    const user = /^\d+$/.test(wanted)
      ? (await this.lms.findUsersByIds([Number(wanted)]))[0]
      : await this.lms.findUserByUsername(wanted);
    if (user) return user;
    throw new InvalidRequestError(`Nobody has the id or the username "${wanted}".`);
  }
}

function told({ id, username }: LmsUser, { result, problems }: SyncOutcome): string {
  const changes = result.changes.map(({ action, course, role }) => `  ${action.padEnd(10)}  ${course} (${role})`);
  const head = `User ${id} (${username}): ${result.enrolled} enrolled, ${result.unenrolled} unenrolled`;
  return `${[head, ...changes, ...problems.map((problem) => `  ${problem}`)].join('\n')}\n`;
}
