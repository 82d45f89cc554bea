import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { GuildsModule } from '../guilds/guilds.module.js';
import { AccessGuard } from './access.guard.js';
import { LicenceAccessService } from './licence-access.service.js';
import { LicenceAssertionsService } from './licence-assertions.service.js';
import { LicenceKeyThrottle } from './licence-key-throttle.js';
import { LicenceVerificationService } from './licence-verification.service.js';
import { LicencesController } from './licences.controller.js';
import { LicencesRepository } from './licences.repository.js';

@Module({
  imports: [GuildsModule],
  controllers: [LicencesController],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    LicenceAccessService,
    LicenceAssertionsService,
    LicenceKeyThrottle,
    LicenceVerificationService,
    LicencesRepository,
  ],
  exports: [LicenceAccessService, LicencesRepository],
})
export class LicencesModule {}
