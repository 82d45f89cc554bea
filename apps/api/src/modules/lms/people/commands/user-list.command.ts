import { Command, CommandRunner, Option } from 'nest-commander';
import { PeopleService } from '../people.service.js';

@Command({ name: 'user:list', description: 'List the users of the embedded LMS' })
export class UserListCommand extends CommandRunner {
  constructor(private readonly people: PeopleService) {
    super();
  }

  override async run(_: string[], options: { readonly json?: boolean }): Promise<void> {
    const users = await this.people.list();
    if (options.json) {
      process.stdout.write(`${JSON.stringify(users, null, 2)}\n`);
      return;
    }
    for (const { id, username, firstname, lastname, suspended } of users) {
      process.stdout.write(`${id}\t${username}\t${firstname} ${lastname}${suspended ? '\tsuspended' : ''}\n`);
    }
  }

  @Option({ flags: '--json', description: 'As JSON, with addresses' })
  json(): boolean {
    return true;
  }
}
