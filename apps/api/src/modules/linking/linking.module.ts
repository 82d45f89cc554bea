import { Module } from '@nestjs/common';
import { LocksModule } from '../../platform/locks/locks.module.js';
import { LicenseModule } from '../license/license.module.js';
import { LmsModule } from '../lms/lms.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { SyncModule } from '../sync/sync.module.js';
import { AccountCreation } from './account-creation.service.js';
import { DiscordTokensService } from './discord-tokens.service.js';
import { ForgottenMembersModule } from './forgotten-members.module.js';
import { LinkStartService } from './link-start.service.js';
import { LinkingController } from './linking.controller.js';
import { LinkingService } from './linking.service.js';
import { LinkingViewService } from './linking-view.service.js';
import { LinksModule } from './links.module.js';
import { ReservationsRepository } from './reservations.repository.js';
import { SyncNowLimiter } from './sync-now-limiter.js';
import { TokenRefreshSchedule } from './token-refresh.schedule.js';

@Module({
  imports: [LinksModule, ForgottenMembersModule, LmsModule, LicenseModule, SettingsModule, SyncModule, LocksModule],
  controllers: [LinkingController],
  providers: [
    ReservationsRepository,
    AccountCreation,
    DiscordTokensService,
    TokenRefreshSchedule,
    LinkingService,
    LinkingViewService,
    SyncNowLimiter,
    LinkStartService,
  ],
  exports: [LinkingService],
})
export class LinkingModule {}
