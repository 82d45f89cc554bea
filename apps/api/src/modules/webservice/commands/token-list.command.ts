import { Command, CommandRunner, Option } from 'nest-commander';
import { TokensService } from '../tokens.service.js';

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
    for (const { id, name, owner, lastUsedAt } of tokens) {
      process.stdout.write(`${id}\t${name}\t${owner}\t${usedAt(lastUsedAt)}\n`);
    }
  }

  @Option({ flags: '--json', description: 'As JSON' })
  json(): boolean {
    return true;
  }
}

function usedAt(seconds: number | null): string {
  return seconds === null ? 'never used' : `last used ${new Date(seconds * 1000).toISOString()}`;
}
