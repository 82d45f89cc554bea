import { Command, CommandRunner } from 'nest-commander';
import { PeopleService } from '../people.service.js';

@Command({ name: 'user:delete', arguments: '<username>', description: 'Delete a user of the embedded LMS' })
export class UserDeleteCommand extends CommandRunner {
  constructor(private readonly people: PeopleService) {
    super();
  }

  override async run([username = '']: string[]): Promise<void> {
    const user = await this.people.delete(username);
    process.stdout.write(`Deleted user ${user.id} (${user.username}); all sessions and login tokens ended.\n`);
  }
}
