import { Module, type DynamicModule } from '@nestjs/common';
import { COMMANDS } from './modules/licenses/commands/index.js';
import { LicenceIssuingService } from './modules/licenses/licence-issuing.service.js';
import { LicencesRepository } from './modules/licenses/licences.repository.js';
import type { StorageConfig } from './platform/config/app-config.js';
import { StorageModule } from './platform/platform.module.js';

/** What the command line consists of: licences and their database. */
@Module({})
export class CliModule {
  static forRoot(config: StorageConfig): DynamicModule {
    return {
      module: CliModule,
      imports: [StorageModule.forRoot(config)],
      providers: [LicencesRepository, LicenceIssuingService, ...COMMANDS],
    };
  }
}
