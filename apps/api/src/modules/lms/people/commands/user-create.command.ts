import { InvalidRequestError } from '@pulsetech/server-kit';
import { Command, CommandRunner, Option } from 'nest-commander';
import { PeopleService, SITE_ROLES, type SiteRole } from '../people.service.js';
import { firstLineOf } from './first-line.js';

interface Options {
  readonly username: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly email: string;
  readonly password?: string;
  readonly passwordStdin?: boolean;
  readonly role?: SiteRole;
  readonly confirmed?: boolean;
}

@Command({ name: 'user:create', description: 'Create a user of the embedded LMS' })
export class UserCreateCommand extends CommandRunner {
  constructor(private readonly people: PeopleService) {
    super();
  }

  override async run(_: string[], options: Options): Promise<void> {
    const password = options.passwordStdin ? await firstLineOf(process.stdin) : options.password;
    const { id, username } = await this.people.create({ ...options, confirmed: options.confirmed ?? false, password });
    process.stdout.write(`Created user ${id} (${username}).\n`);
  }

  @Option({ flags: '--username <username>', description: 'Name to sign in with', required: true })
  username(value: string): string {
    return value;
  }

  @Option({ flags: '--firstname <name>', description: 'First name', required: true })
  firstname(value: string): string {
    return value;
  }

  @Option({ flags: '--lastname <name>', description: 'Last name', required: true })
  lastname(value: string): string {
    return value;
  }

  @Option({ flags: '--email <address>', description: 'E-mail address', required: true })
  email(value: string): string {
    return value;
  }

  @Option({ flags: '--password <password>', description: 'Password; other users of this machine may see it' })
  password(value: string): string {
    return value;
  }

  @Option({ flags: '--password-stdin', description: 'Read the password from the standard input' })
  passwordStdin(): boolean {
    return true;
  }

  @Option({ flags: '--role <role>', description: 'Role for the whole site: manager or coursecreator' })
  role(value: string): SiteRole {
    const role = SITE_ROLES.find((known) => known === value);
    if (!role) throw new InvalidRequestError(`The role is one of ${SITE_ROLES.join(', ')}.`);
    return role;
  }

  @Option({ flags: '--confirmed', description: 'The address is known to belong to the person' })
  confirmed(): boolean {
    return true;
  }
}
