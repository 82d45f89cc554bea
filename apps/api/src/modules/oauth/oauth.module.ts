import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { LicenseModule } from '../license/license.module.js';
import { LinkingModule } from '../linking/linking.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { DiscordRoundTrip } from './discord-round-trip.js';
import { DiscordStatesService } from './discord-states.service.js';
import { OAuthController } from './oauth.controller.js';
import { OAuthService } from './oauth.service.js';
import { OAuthStatesRepository } from './oauth-states.repository.js';

@Module({
  imports: [AccountsModule, LicenseModule, LinkingModule, SettingsModule],
  controllers: [OAuthController],
  providers: [OAuthStatesRepository, DiscordStatesService, DiscordRoundTrip, OAuthService],
})
export class OAuthModule {}
