import { Command, CommandRunner, Option } from 'nest-commander';
import { PeopleService } from '../people.service.js';

@Command({ name: 'user:suspend', arguments: '<username>', description: 'Suspend a user, or take a suspension back' })
export class UserSuspendCommand extends CommandRunner {
  constructor(private readonly people: PeopleService) {
    super();
  }

  override async run([username = '']: string[], options: { readonly undo?: boolean }): Promise<void> {
    const user = await this.people.setSuspended(username, !options.undo);
    process.stdout.write(
      options.undo
        ? `User ${user.id} (${user.username}) may sign in again.\n`
        : `Suspended user ${user.id} (${user.username}); all sessions and login tokens ended.\n`,
    );
  }

  @Option({ flags: '--undo', description: 'Let the user sign in again' })
  undo(): boolean {
    return true;
  }
}
