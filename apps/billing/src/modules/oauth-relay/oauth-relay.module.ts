import { Module } from '@nestjs/common';
import { LicencesModule } from '../licenses/licences.module.js';
import { AuthorizationController } from './authorization.controller.js';
import { AuthorizationPages } from './authorization.pages.js';
import { AuthorizationService } from './authorization.service.js';
import { DiscordCallbackService } from './discord-callback.service.js';
import { PendingRevocationsRepository } from './pending-revocations.repository.js';
import { RelayCodesRepository } from './relay-codes.repository.js';
import { RelayCookies } from './relay-cookies.js';
import { RelayData } from './relay-data.service.js';
import { RelayGrantsRepository } from './relay-grants.repository.js';
import { RelayProfileService } from './relay-profile.service.js';
import { RelayRefreshService } from './relay-refresh.service.js';
import { RelayRequestsRepository } from './relay-requests.repository.js';
import { RelayRevocationService } from './relay-revocation.service.js';
import { RelayTokensBox } from './relay-tokens-box.js';
import { RelayTokensService } from './relay-tokens.service.js';
import { RelayHousekeeping } from './relay.housekeeping.js';
import { TokenController } from './token.controller.js';
import { TokenEndpoint } from './token-endpoint.js';
import { TokenHandles } from './token-handles.js';

@Module({
  imports: [LicencesModule],
  controllers: [AuthorizationController, TokenController],
  providers: [
    AuthorizationPages,
    AuthorizationService,
    DiscordCallbackService,
    PendingRevocationsRepository,
    RelayCodesRepository,
    RelayCookies,
    RelayData,
    RelayGrantsRepository,
    RelayHousekeeping,
    RelayProfileService,
    RelayRefreshService,
    RelayRequestsRepository,
    RelayRevocationService,
    RelayTokensBox,
    RelayTokensService,
    TokenEndpoint,
    TokenHandles,
  ],
  exports: [RelayData],
})
export class OAuthRelayModule {}
