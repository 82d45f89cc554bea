import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { AccountsModule } from '../accounts/accounts.module.js';
import { LicenseModule } from '../license/license.module.js';
import { LinkingModule } from '../linking/linking.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { DiscordRoundTrip } from './discord-round-trip.js';
import { DiscordStrategy } from './discord.strategy.js';
import { DiscordStatesService } from './discord-states.service.js';
import { OAuthController } from './oauth.controller.js';
import { OAuthService } from './oauth.service.js';
import { OAuthStatesRepository } from './oauth-states.repository.js';

@Module({
  imports: [PassportModule, AccountsModule, LicenseModule, LinkingModule, SettingsModule],
  controllers: [OAuthController],
  providers: [OAuthStatesRepository, DiscordStatesService, DiscordStrategy, DiscordRoundTrip, OAuthService],
})
export class OAuthModule {}
