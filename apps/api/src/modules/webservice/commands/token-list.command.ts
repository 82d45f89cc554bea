import type { TokenDto, TokenState } from '@pulsetech/contracts';
import { Command, CommandRunner, Option } from 'nest-commander';
import { TokensService } from '../tokens.service.js';

const STATES: Readonly<Record<TokenState, string>> = {
  active: 'active',
  expired: 'expired',
  owner_suspended: 'owner suspended',
  owner_unconfirmed: 'owner not confirmed',
  owner_nologin: 'owner may not sign in',
  owner_deleted: 'owner deleted',
  owner_promoted: 'owner has become an administrator',
};

@Command({ name: 'token:list', description: 'List the web service tokens, without the tokens themselves' })
export class TokenListCommand extends CommandRunner {
  constructor(private readonly tokens: TokensService) {
    super();
  }

  override async run(_: string[], { json }: { readonly json?: boolean }): Promise<void> {
    const tokens = await this.tokens.list();
    if (json) {
      process.stdout.write(`${JSON.stringify(tokens, null, 2)}\n`);
      return;
    }
    if (tokens.length === 0) process.stderr.write('There is no token yet. Create one with token:create.\n');
    for (const token of tokens) process.stdout.write(`${lineOf(token).join('\t')}\n`);
  }

  @Option({ flags: '--json', description: 'As JSON' })
  json(): boolean {
    return true;
  }
}

function lineOf(token: TokenDto): string[] {
  const { id, name, kind, owner, state, functions, validUntil, addresses, createdBy, lastUsedAt, lastUsedFrom } = token;
  return [
    String(id),
    name,
    kind,
    owner,
    STATES[state],
    functions === null ? 'all functions' : functions.join(','),
    validUntil === null ? 'does not expire' : `until ${shown(validUntil)}`,
    addresses === null ? 'from anywhere' : `from ${addresses}`,
    createdBy === null ? 'made on the command line' : `made by ${createdBy}`,
    lastUsedAt === null ? 'never used' : `last used ${shown(lastUsedAt)} from ${lastUsedFrom ?? 'an unknown address'}`,
  ];
}

function shown(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
