import { isSingleLine } from '@pulsetech/contracts';
import { InvalidRequestError } from '@pulsetech/server-kit';
import { Command, CommandRunner, Option } from 'nest-commander';
import { NewTokenService } from '../new-token.service.js';

const NAME_MAX = 100;

interface Options {
  readonly name: string;
  readonly owner: string;
  readonly json?: boolean;
}

@Command({ name: 'token:create', description: 'Create a web service token with the rights of a user' })
export class TokenCreateCommand extends CommandRunner {
  constructor(private readonly newTokens: NewTokenService) {
    super();
  }

  override async run(_: string[], { name, owner, json }: Options): Promise<void> {
    const created = await this.newTokens.create(name, owner);
    if (json) {
      process.stdout.write(`${JSON.stringify(created)}\n`);
      return;
    }
    process.stdout.write(`${created.token}\n`);
    process.stderr.write('Keep this token: it is not shown again.\n');
    if (created.handover.detail !== null) process.stderr.write(`${created.handover.detail}\n`);
  }

  @Option({ flags: '--name <name>', description: 'What uses it, e.g. bot', required: true })
  name(value: string): string {
    const name = value.trim();
    if (name === '' || name.length > NAME_MAX || !isSingleLine(name)) {
      throw new InvalidRequestError(`Give the token a name of at most ${NAME_MAX} characters on one line.`);
    }
    return name;
  }

  @Option({ flags: '--owner <username>', description: 'Whose rights the token has', required: true })
  owner(value: string): string {
    return value;
  }

  @Option({ flags: '--json', description: 'As JSON' })
  json(): boolean {
    return true;
  }
}
