import { Injectable, Logger } from '@nestjs/common';
import { BillingClient, BillingFailure } from '@pulsetech/billing-client';
import type { CreateDiscordRoleDto, DiscordRoleDto, MappingOptionsDto } from '@pulsetech/contracts';
import { LicenseService } from '../license/license.service.js';
import { billingProblem } from './billing-problems.js';
import { DiscordRolesCache } from './discord-roles.cache.js';
import { MappingsError } from './mappings.errors.js';
import { MappingsService } from './mappings.service.js';

/** Answers about which trying again alone helps. */
const TRANSIENT = new Set<BillingFailure['code']>([
  'discord_unavailable',
  'discord_rate_limited',
  'billing_unreachable',
  'too_many_requests',
  'internal_error',
]);

/** Roles of the Discord server, as far as the mappings page works on them. */
@Injectable()
export class DiscordRolesService {
  private readonly logger = new Logger(DiscordRolesService.name);

  constructor(
    private readonly billing: BillingClient,
    private readonly licenses: LicenseService,
    private readonly cache: DiscordRolesCache,
    private readonly mappings: MappingsService,
  ) {}

  /**
   * Creates a role without permissions. The same `requestId` creates one role only.
   *
   * @throws MappingsError `discord_role_refused`, `discord_not_reached`; LicenseError
   */
  async create({ name, requestId }: CreateDiscordRoleDto): Promise<DiscordRoleDto> {
    const { key } = await this.licenses.requireUsable();
    try {
      const { role } = await this.billing.createGuildRole(key, { name }, requestId);
      this.logger.log(`Discord role ${role.id} created`);
      await this.cache.refresh();
      return role;
    } catch (error) {
      if (!(error instanceof BillingFailure)) throw error;
      this.logger.warn(`The Discord role could not be created: ${error.code}`);
      const code = TRANSIENT.has(error.code) ? 'discord_not_reached' : 'discord_role_refused';
      throw new MappingsError(code, `The role was not created. ${billingProblem(error.code)}`);
    }
  }

  /**
   * Reads the roles from Discord now, and answers what the mappings page then offers. Whoever asks for it has just changed
   * something in Discord: what others read a moment before will not do.
   */
  async refresh(): Promise<MappingOptionsDto> {
    await this.cache.readAnew();
    return this.mappings.options();
  }
}
