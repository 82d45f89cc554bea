import { Command, CommandRunner } from 'nest-commander';
import { LicenceIssuingService } from '../licence-issuing.service.js';
import { showTime } from './day.js';
import { say } from './output.js';

@Command({ name: 'license:list', description: 'List all licences.' })
export class LicenseListCommand extends CommandRunner {
  constructor(private readonly issuing: LicenceIssuingService) {
    super();
  }

  async run(): Promise<void> {
    const licences = await this.issuing.list();
    if (licences.length === 0) say('There are no licences yet.');
    for (const licence of licences) {
      const until = `expires ${showTime(licence.expiresAt)}`;
      say(
        `${licence.clientId}  …${licence.keyTail}  ${licence.status}  ${until}  guild ${licence.guildId}  ${licence.name}`,
      );
    }
  }
}
