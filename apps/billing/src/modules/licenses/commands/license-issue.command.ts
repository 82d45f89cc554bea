import { Command, CommandRunner, Option } from 'nest-commander';
import { LicenceIssuingService } from '../licence-issuing.service.js';
import { readExpiry } from './day.js';
import { say } from './output.js';

interface Options {
  guild: string;
  name: string;
  redirect: string[];
  expires?: number | null;
  json?: boolean;
}

@Command({ name: 'license:issue', description: 'Issue a licence key for the Discord server of a site.' })
export class LicenseIssueCommand extends CommandRunner {
  constructor(private readonly issuing: LicenceIssuingService) {
    super();
  }

  async run(_arguments: string[], options: Options): Promise<void> {
    const issued = await this.issuing.issue({
      guildId: options.guild,
      name: options.name,
      redirectUris: options.redirect,
      expiresAt: options.expires ?? null,
    });
    if (options.json) {
      say(JSON.stringify(issued));
      return;
    }
    say(`Licence key: ${issued.key}`);
    say(`Client id:   ${issued.clientId}`);
    say('The key is shown this once. Keep it safe; whoever has it can act as this site.');
  }

  @Option({ flags: '--guild <id>', description: 'id of the Discord server', required: true })
  guild(value: string): string {
    return value;
  }

  @Option({ flags: '--name <name>', description: 'name of the site, shown to people who sign in', required: true })
  siteName(value: string): string {
    return value;
  }

  @Option({
    flags: '--redirect <uri>',
    description: 'address of the site’s callback; may be given several times',
    required: true,
  })
  redirect(value: string, previous: string[] = []): string[] {
    return [...previous, value];
  }

  @Option({ flags: '--expires <day>', description: 'last day of validity, such as 2027-01-31 (default: never)' })
  expires(value: string): number | null {
    return readExpiry(value);
  }

  @Option({ flags: '--json', description: 'print {"key","clientId"}' })
  json(): boolean {
    return true;
  }
}
