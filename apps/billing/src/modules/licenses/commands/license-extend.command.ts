import { Command, CommandRunner, Option } from 'nest-commander';
import { LicenceIssuingService } from '../licence-issuing.service.js';
import { readExpiry, showTime } from './day.js';
import { say } from './output.js';

interface Options {
  expires: number | null;
}

@Command({ name: 'license:extend', arguments: '<clientId>', description: 'Set another day of expiry.' })
export class LicenseExtendCommand extends CommandRunner {
  constructor(private readonly issuing: LicenceIssuingService) {
    super();
  }

  async run([clientId = '']: string[], options: Options): Promise<void> {
    await this.issuing.extend(clientId, options.expires);
    say(`The licence now expires: ${showTime(options.expires)}.`);
  }

  @Option({
    flags: '--expires <day>',
    description: 'last day of validity, such as 2027-01-31, or never',
    required: true,
  })
  expires(value: string): number | null {
    return readExpiry(value);
  }
}
