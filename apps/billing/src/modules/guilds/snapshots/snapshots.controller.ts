import { Body, Controller, Get, Header, Headers, HttpCode, Param, Post } from '@nestjs/common';
import {
  SnapshotLookupRequest,
  StartSnapshotRequest,
  type SnapshotDto,
  type SnapshotLookupResponse,
} from '@pulsetech/contracts';
import { Patience } from '@pulsetech/discord-client';
import { Clock } from '@pulsetech/server-kit';
import { FollowedMembers } from '../../bot/pushes/followed-members.service.js';
import { BrieflyRemembered, CurrentLicence, RequireLicence } from '../../licenses/access.decorators.js';
import { LicenceEntity } from '../../licenses/licence.entity.js';
import { patienceMs } from '../lookup-patience.js';
import { SnapshotsService } from './snapshots.service.js';

/** The guild is always that of the caller's licence. */
@Controller('v1/guild/snapshots')
@RequireLicence()
@BrieflyRemembered()
export class SnapshotsController {
  constructor(
    private readonly snapshots: SnapshotsService,
    private readonly followed: FollowedMembers,
    private readonly clock: Clock,
  ) {}

  @Post()
  async start(@CurrentLicence() licence: LicenceEntity, @Body() request: StartSnapshotRequest): Promise<SnapshotDto> {
    const receivedAt = this.clock.nowMs();
    const { linked, maxAgeMs } = request;
    return this.snapshots.show(await this.snapshots.start(licence.guildId, { linked, maxAgeMs }), receivedAt);
  }

  @Get(':id')
  @Header('Cache-Control', 'no-store')
  async show(@CurrentLicence() licence: LicenceEntity, @Param('id') id: string): Promise<SnapshotDto> {
    const receivedAt = this.clock.nowMs();
    return this.snapshots.show(await this.snapshots.find(licence.guildId, id), receivedAt);
  }

  @Post(':id/lookup')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async lookup(
    @CurrentLicence() licence: LicenceEntity,
    @Param('id') id: string,
    @Body() request: SnapshotLookupRequest,
    @Headers('prefer') prefer: string | undefined,
  ): Promise<SnapshotLookupResponse> {
    const patience = new Patience(patienceMs(prefer));
    await this.followed.saw(licence.id, request.ids);
    return this.snapshots.lookup(await this.snapshots.find(licence.guildId, id), request.ids, patience);
  }
}
