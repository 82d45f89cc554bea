import { Module } from '@nestjs/common';
import { LicenseModule } from '../license/license.module.js';
import { LinksModule } from '../linking/links.module.js';
import { LmsModule } from '../lms/lms.module.js';
import { MappingsModule } from '../mappings/mappings.module.js';
import { SyncModule } from '../sync/sync.module.js';
import { CallerAuthentication } from './caller-authentication.js';
import { CallersCache } from './callers.cache.js';
import { TokenCreateCommand } from './commands/token-create.command.js';
import { TokenListCommand } from './commands/token-list.command.js';
import { TokenRevokeCommand } from './commands/token-revoke.command.js';
import { LinkedUsers } from './linked-users.js';
import { NewTokenService } from './new-token.service.js';
import { TokenHandover } from './token-handover.service.js';
import { TokensController } from './tokens.controller.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './tokens.service.js';
import { WebserviceEndpoint } from './webservice.endpoint.js';
import { WebserviceFunctions } from './webservice-functions.js';

@Module({
  imports: [LinksModule, LmsModule, LicenseModule, SyncModule, MappingsModule],
  controllers: [TokensController],
  providers: [
    TokensRepository,
    TokensService,
    TokenHandover,
    NewTokenService,
    CallersCache,
    CallerAuthentication,
    LinkedUsers,
    WebserviceEndpoint,
    WebserviceFunctions,
    TokenCreateCommand,
    TokenListCommand,
    TokenRevokeCommand,
  ],
  exports: [TokensService, NewTokenService],
})
export class WebserviceModule {}
