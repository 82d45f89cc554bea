import { Body, Controller, Get, Header, Headers, HttpCode, Post } from '@nestjs/common';
import {
  CreateGuildRoleRequest,
  ForgetMembersRequest,
  MemberLookupRequest,
  type CreateGuildRoleResponse,
  type GuildRolesResponse,
  type MemberLookupResponse,
} from '@pulsetech/contracts';
import { FollowedMembers } from '../bot/pushes/followed-members.service.js';
import { BrieflyRemembered, CurrentLicence, RequireLicence } from '../licenses/access.decorators.js';
import { LicenceEntity } from '../licenses/licence.entity.js';
import { GuildRolesService } from './guild-roles.service.js';
import { patienceMs } from './lookup-patience.js';
import { MemberLookupService } from './member-lookup.service.js';
import { RoleCreationService } from './role-creation.service.js';

/** The guild is always that of the caller's licence. */
@Controller('v1/guild')
@RequireLicence()
export class GuildsController {
  constructor(
    private readonly roles: GuildRolesService,
    private readonly creation: RoleCreationService,
    private readonly members: MemberLookupService,
    private readonly followed: FollowedMembers,
  ) {}

  @Get('roles')
  @BrieflyRemembered()
  @Header('Cache-Control', 'no-store')
  list(
    @CurrentLicence() licence: LicenceEntity,
    @Headers('cache-control') wanted: string | undefined,
  ): Promise<GuildRolesResponse> {
    return this.roles.list(licence.guildId, { anew: wanted === 'no-cache' });
  }

  @Post('roles')
  async create(
    @CurrentLicence() licence: LicenceEntity,
    @Body() request: CreateGuildRoleRequest,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
  ): Promise<CreateGuildRoleResponse> {
    const { id: licenceId, guildId, name: siteName } = licence;
    return { role: await this.creation.create({ licenceId, guildId, siteName, name: request.name, idempotencyKey }) };
  }

  /** These people are the site's no more. */
  @Post('members/forget')
  @HttpCode(204)
  forget(@CurrentLicence() licence: LicenceEntity, @Body() request: ForgetMembersRequest): Promise<void> {
    return this.followed.forget(licence.id, request.ids);
  }

  @Post('members/lookup')
  @BrieflyRemembered()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async lookup(
    @CurrentLicence() licence: LicenceEntity,
    @Body() request: MemberLookupRequest,
    @Headers('prefer') prefer: string | undefined,
  ): Promise<MemberLookupResponse> {
    await this.followed.saw(licence.id, request.ids);
    return this.members.lookup(licence.guildId, request, patienceMs(prefer));
  }
}
