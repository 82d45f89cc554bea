import { Command, CommandRunner, Option } from 'nest-commander';
import { PeopleService } from '../people.service.js';
import { firstLineOf } from './first-line.js';

@Command({ name: 'user:password', description: 'Set the password of a user of the embedded LMS' })
export class UserPasswordCommand extends CommandRunner {
  constructor(private readonly people: PeopleService) {
    super();
  }

  override async run(_: string[], { username }: { readonly username: string }): Promise<void> {
    const user = await this.people.setPassword(username, await firstLineOf(process.stdin));
    process.stdout.write(
      `User ${user.id} (${user.username}) has a new password; all sessions and login tokens ended.\n`,
    );
  }

  @Option({ flags: '--username <username>', description: 'Whose password', required: true })
  username(value: string): string {
    return value;
  }

  @Option({ flags: '--password-stdin', description: 'Read the password from the standard input', required: true })
  passwordStdin(): boolean {
    return true;
  }
}
