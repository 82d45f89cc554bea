import { isSingleLine, TOKEN_NAME_MAX, type BillingTokenDto, type CreatedTokenDto } from '@pulsetech/contracts';
import { InvalidRequestError } from '@pulsetech/server-kit';
import { Command, CommandRunner, Option } from 'nest-commander';
import { NewTokenService } from '../new-token.service.js';
import { BILLING_TOKEN_NAME, TokenForBilling } from '../token-for-billing.service.js';
import type { WantedLimits } from '../token-limits.service.js';
import { readExpiry } from './expiry.js';

interface Options extends WantedLimits {
  readonly owner: string;
  readonly name?: string;
  readonly forBilling?: boolean;
  readonly json?: boolean;
}

@Command({ name: 'token:create', description: 'Create a web service token with the rights of a user' })
export class TokenCreateCommand extends CommandRunner {
  constructor(
    private readonly newTokens: NewTokenService,
    private readonly billingTokens: TokenForBilling,
  ) {
    super();
  }

  override async run(_: string[], options: Options): Promise<void> {
    if (options.forBilling) return this.createForBilling(options);
    const { name, owner, json, ...limits } = options;
    if (name === undefined) throw new InvalidRequestError('Give the token a name with --name, e.g. --name bot.');
    const created = await this.newTokens.create({ ...limits, name, owner }, null);
    if (json) return write(created);
    process.stdout.write(`${created.token}\n`);
    process.stderr.write('Keep this token: it is not shown again.\n');
    if (created.warning !== null) process.stderr.write(`${created.warning}\n`);
  }

  @Option({ flags: '--name <name>', description: 'What uses it, e.g. bot' })
  name(value: string): string {
    const name = value.trim();
    if (name === '' || name.length > TOKEN_NAME_MAX || !isSingleLine(name)) {
      throw new InvalidRequestError(`Give the token a name of at most ${TOKEN_NAME_MAX} characters on one line.`);
    }
    return name;
  }

  @Option({ flags: '--owner <username>', description: 'Whose rights the token has', required: true })
  owner(value: string): string {
    return value;
  }

  @Option({
    flags: '--functions <names>',
    description: 'The functions that it may call, with commas between them; all without this',
  })
  functions(value: string): string[] {
    return value
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  }

  @Option({
    flags: '--valid-until <day>',
    description: 'The last day on which it works, e.g. 2027-01-31, or a moment, e.g. 2027-01-31T12:00:00Z (UTC)',
  })
  validUntil(value: string): number {
    return readExpiry(value);
  }

  @Option({
    flags: '--addresses <list>',
    description: 'Where it may be used from, with commas: 192.168.0.1, 10.0.0.0/8, 192.168., 192.168.0.10-20 or IPv6',
  })
  addresses(value: string): string {
    return value;
  }

  @Option({
    flags: '--for-billing',
    description:
      'Hand the token to the billing server for its bot; the one that it has ends when it has taken this one',
  })
  forBilling(): boolean {
    return true;
  }

  @Option({ flags: '--json', description: 'As JSON' })
  json(): boolean {
    return true;
  }

  private async createForBilling({ name, owner, json, ...limits }: Options): Promise<void> {
    if ([limits.functions, limits.validUntil, limits.addresses].some((limit) => limit !== undefined)) {
      throw new InvalidRequestError(
        'The billing server’s token has limits of its own: leave out --functions, --valid-until and --addresses.',
      );
    }
    const created = await this.billingTokens.generate(name ?? BILLING_TOKEN_NAME, owner, null);
    const { done, detail } = created.handover;
    if (!done) process.exitCode = 1;
    if (json) return write(created);
    process.stdout.write(done ? `The billing server has taken token ${created.details.id}.\n` : `${detail ?? ''}\n`);
  }
}

function write(created: CreatedTokenDto | BillingTokenDto): void {
  process.stdout.write(`${JSON.stringify(created)}\n`);
}
