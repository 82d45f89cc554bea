import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { LicenseModule } from '../license/license.module.js';
import { LinksModule } from '../linking/links.module.js';
import { LmsModule } from '../lms/lms.module.js';
import { MappingsModule } from '../mappings/mappings.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { SyncModule } from '../sync/sync.module.js';
import { BotStatus } from './bot/bot-status.service.js';
import { BotController } from './bot/bot.controller.js';
import { SiteRegistration } from './bot/site-registration.service.js';
import { CallerAuthentication } from './caller-authentication.js';
import { TokenCreateCommand } from './commands/token-create.command.js';
import { TokenListCommand } from './commands/token-list.command.js';
import { TokenRevokeCommand } from './commands/token-revoke.command.js';
import { BillingTokens } from './limits/billing-tokens.js';
import { LimitedCalls } from './limits/limited-calls.js';
import { LinkedUsers } from './linked-users.js';
import { CallRecorder } from './log/call-recorder.js';
import { LogRetention } from './log/log-retention.js';
import { WebserviceLogController } from './log/webservice-log.controller.js';
import { WebserviceLogRepository } from './log/webservice-log.repository.js';
import { WebserviceLogService } from './log/webservice-log.service.js';
import { LoginTokenEndpoint } from './login-token/login-token.endpoint.js';
import { TokenLoginService } from './login-token/token-login.service.js';
import { LoginTokensModule } from './login-tokens.module.js';
import { NewTokenService } from './new-token.service.js';
import { WebserviceReferenceController } from './reference/webservice-reference.controller.js';
import { WebserviceReferenceService } from './reference/webservice-reference.service.js';
import { TokenForBilling } from './token-for-billing.service.js';
import { TokenHandover } from './token-handover.service.js';
import { TokenLimitsService } from './token-limits.service.js';
import { TokenOwners } from './token-owners.service.js';
import { TokenUse } from './token-use.js';
import { TokenViewService } from './token-view.service.js';
import { TokensController } from './tokens.controller.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './tokens.service.js';
import { WebserviceEndpoint } from './webservice.endpoint.js';
import { WebserviceFunctions } from './webservice-functions.js';

@Module({
  imports: [
    LoginTokensModule,
    AccountsModule,
    LinksModule,
    LmsModule,
    LicenseModule,
    SyncModule,
    MappingsModule,
    SettingsModule,
  ],
  controllers: [TokensController, BotController, WebserviceReferenceController, WebserviceLogController],
  providers: [
    TokensRepository,
    TokensService,
    TokenViewService,
    TokenLimitsService,
    TokenOwners,
    TokenUse,
    TokenHandover,
    TokenForBilling,
    SiteRegistration,
    BotStatus,
    NewTokenService,
    TokenLoginService,
    LoginTokenEndpoint,
    CallerAuthentication,
    BillingTokens,
    LimitedCalls,
    WebserviceLogRepository,
    WebserviceLogService,
    CallRecorder,
    LogRetention,
    LinkedUsers,
    WebserviceEndpoint,
    WebserviceFunctions,
    WebserviceReferenceService,
    TokenCreateCommand,
    TokenListCommand,
    TokenRevokeCommand,
  ],
  exports: [TokensService],
})
export class WebserviceModule {}
