import { Module } from '@nestjs/common';
import { OAuthRelayModule } from '../oauth-relay/oauth-relay.module.js';
import { SitesModule } from '../sites/sites.module.js';
import { CommandRegistration } from './command-registration.service.js';
import { GuildSitesRepository } from './guild-sites.repository.js';
import { GuildSites } from './guild-sites.service.js';
import { InteractionReplies } from './interaction-replies.service.js';
import { InteractionsController } from './interactions.controller.js';
import { InteractionsService } from './interactions.service.js';
import { LinkCommand } from './link-command.js';
import { OneTimeLinks } from './one-time-links.service.js';
import { SignedRequests } from './signed-requests.service.js';
import { SiteCommands } from './site-commands.service.js';
import { SitePeople } from './site-people.service.js';
import { WebhookEvents } from './webhook-events.service.js';

@Module({
  imports: [OAuthRelayModule, SitesModule],
  controllers: [InteractionsController],
  providers: [
    CommandRegistration,
    GuildSites,
    GuildSitesRepository,
    InteractionReplies,
    InteractionsService,
    LinkCommand,
    OneTimeLinks,
    SignedRequests,
    SiteCommands,
    SitePeople,
    WebhookEvents,
  ],
})
export class InteractionsModule {}
