import { Command, CommandRunner } from 'nest-commander';
import { LicenceIssuingService } from '../licence-issuing.service.js';
import { say } from './output.js';

@Command({ name: 'license:revoke', arguments: '<clientId>', description: 'End a licence at once, for good.' })
export class LicenseRevokeCommand extends CommandRunner {
  constructor(private readonly issuing: LicenceIssuingService) {
    super();
  }

  async run([clientId = '']: string[]): Promise<void> {
    await this.issuing.revoke(clientId);
    say('The licence is revoked.');
  }
}
