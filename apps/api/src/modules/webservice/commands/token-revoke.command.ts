import { InvalidRequestError } from '@pulsetech/server-kit';
import { Command, CommandRunner } from 'nest-commander';
import { TokensService } from '../tokens.service.js';

@Command({ name: 'token:revoke', arguments: '<id>', description: 'End a web service token (id as in token:list)' })
export class TokenRevokeCommand extends CommandRunner {
  constructor(private readonly tokens: TokensService) {
    super();
  }

  override async run([id = '']: string[]): Promise<void> {
    if (!/^\d{1,9}$/.test(id)) throw new InvalidRequestError('Give the id of the token, as token:list shows it.');
    await this.tokens.revoke(Number(id));
    process.stdout.write(`Token ${id} is revoked. Running servers notice within a few seconds.\n`);
  }
}
