import { Module } from '@nestjs/common';
import { FollowedMembersModule } from '../bot/pushes/followed-members.module.js';
import { BotStandings } from './bot-standings.js';
import { GuildFacts } from './guild-facts.js';
import { GuildNames } from './guild-names.js';
import { GuildRolesService } from './guild-roles.service.js';
import { GuildsController } from './guilds.controller.js';
import { MemberLookupService } from './member-lookup.service.js';
import { RoleCreationService } from './role-creation.service.js';
import { RoleCreationsHousekeeping } from './role-creations.housekeeping.js';
import { RoleCreationsRepository } from './role-creations.repository.js';
import { SnapshotPages } from './snapshots/snapshot-pages.service.js';
import { SnapshotWalks } from './snapshots/snapshot-walks.service.js';
import { SnapshotsController } from './snapshots/snapshots.controller.js';
import { SnapshotsHousekeeping } from './snapshots/snapshots.housekeeping.js';
import { SnapshotsRepository } from './snapshots/snapshots.repository.js';
import { SnapshotsService } from './snapshots/snapshots.service.js';
import { WalkPauses } from './snapshots/walk-pauses.js';

@Module({
  imports: [FollowedMembersModule],
  controllers: [GuildsController, SnapshotsController],
  providers: [
    BotStandings,
    GuildFacts,
    GuildNames,
    GuildRolesService,
    MemberLookupService,
    RoleCreationService,
    RoleCreationsHousekeeping,
    RoleCreationsRepository,
    SnapshotPages,
    SnapshotWalks,
    SnapshotsHousekeeping,
    SnapshotsRepository,
    SnapshotsService,
    WalkPauses,
  ],
  exports: [GuildFacts, GuildNames],
})
export class GuildsModule {}
