import { Module } from '@nestjs/common';
import { GuildsModule } from '../guilds/guilds.module.js';
import { SitesModule } from '../sites/sites.module.js';
import { BotMetrics } from './bot-metrics.js';
import { GatewayIngest } from './gateway/gateway-ingest.service.js';
import { GatewaySessionsRepository } from './gateway/gateway-sessions.repository.js';
import { GatewayStatus } from './gateway/gateway-status.js';
import { GatewayService } from './gateway/gateway.service.js';
import { GuildMirror } from './mirror/guild-mirror.js';
import { MirrorUpdates } from './mirror/mirror-updates.js';
import { MirrorWalks } from './mirror/mirror-walks.service.js';
import { MirrorRepository } from './mirror/mirror.repository.js';
import { FollowedMembersModule } from './pushes/followed-members.module.js';
import { MemberChanges } from './pushes/member-changes.js';
import { PushesRepository } from './pushes/pushes.repository.js';
import { PushSender } from './pushes/push-sender.service.js';
import { SiteStatusController } from './site-status.controller.js';
import { SiteStatusService } from './site-status.service.js';

@Module({
  controllers: [SiteStatusController],
  imports: [FollowedMembersModule, GuildsModule, SitesModule],
  providers: [
    BotMetrics,
    GatewayIngest,
    GatewayService,
    GatewaySessionsRepository,
    GuildMirror,
    GatewayStatus,
    MemberChanges,
    MirrorRepository,
    MirrorUpdates,
    MirrorWalks,
    PushSender,
    PushesRepository,
    SiteStatusService,
  ],
  exports: [GatewayStatus, GuildMirror],
})
export class BotModule {}
