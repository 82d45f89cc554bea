import { Command, CommandRunner } from 'nest-commander';
import { LicenceIssuingService } from '../licence-issuing.service.js';
import { showTime } from './day.js';
import { say } from './output.js';

@Command({ name: 'license:show', arguments: '<clientId>', description: 'Show a licence.' })
export class LicenseShowCommand extends CommandRunner {
  constructor(private readonly issuing: LicenceIssuingService) {
    super();
  }

  async run([clientId = '']: string[]): Promise<void> {
    const licence = await this.issuing.show(clientId);
    say(`Client id:      ${licence.clientId}`);
    say(`Name:           ${licence.name}`);
    say(`Key:            PLMS-…-${licence.keyTail}`);
    say(`Status:         ${licence.status}`);
    say(`Discord server: ${licence.guildId}`);
    say(`Expires:        ${showTime(licence.expiresAt)}`);
    say(`Issued:         ${showTime(licence.createdAt)}`);
    say(`Last verified:  ${showTime(licence.verifiedAt)}`);
    say(`Site:           ${licence.siteUrl ?? 'not known yet'}`);
    for (const uri of licence.redirectUris) say(`Redirect URI:   ${uri}`);
  }
}
