import { Injectable } from '@nestjs/common';
import type { BrokenReason, Mapping } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { Caches } from '../../platform/caches/caches.js';
import { LicenseService } from '../license/license.service.js';
import { DiscordRolesCache, type KnownRoles } from './discord-roles.cache.js';
import { LmsCatalogue, type LmsLists } from './lms-catalogue.js';
import { MappingRowsRepository } from './mapping-rows.repository.js';
import type { RoleMappingEntity } from './role-mapping.entity.js';

/** Mappings that another process made may go unseen for so long. */
const FRESH_MS = 2000;
const CACHE = 'role mappings';

interface Derived {
  readonly from: readonly unknown[];
  readonly mappings: readonly Mapping[];
}

interface Remembered {
  readonly rows: readonly RoleMappingEntity[];
  readonly readAt: number;
}

/** The mappings as synchronisation needs them, remembered between the many times that they are needed. */
@Injectable()
export class MappingsCatalogue {
  private remembered: Remembered | null = null;
  private readonly derived = new Map<'known' | 'read', Derived>();

  constructor(
    private readonly repository: MappingRowsRepository,
    private readonly lms: LmsCatalogue,
    private readonly discordRoles: DiscordRolesCache,
    private readonly licenses: LicenseService,
    private readonly clock: Clock,
    private readonly caches: Caches,
  ) {
    caches.register(CACHE, () => this.purge());
  }

  /** In their order, each with what of it no longer exists. Asks neither billing nor Discord. */
  async forSync(): Promise<readonly Mapping[]> {
    return this.derive('known', await this.knownRoles());
  }

  /**
   * The same by a list that was read of the licence's Discord server after all that is decided by it. Whichever role is not
   * on it counts as gone, also that of a mapping that was made since: nothing is taken because of that.
   */
  forSyncBy(read: KnownRoles): Promise<readonly Mapping[]> {
    return this.derive('read', read);
  }

  purge(): void {
    this.remembered = null;
  }

  /** Mappings were added or deleted here. */
  changed(): void {
    this.caches.changed(CACHE);
  }

  private async derive(by: 'known' | 'read', roles: KnownRoles | null): Promise<readonly Mapping[]> {
    const rows = await this.rows();
    const lists = await this.lms.lists();
    const from = [rows, lists, roles];
    const last = this.derived.get(by);
    if (last?.from.every((part, index) => part === from[index])) return last.mappings;
    const tells = by === 'read' && roles !== null ? { ...roles, readAt: Infinity } : roles;
    const mappings = rows.map((row) => toMapping(row, brokenReasons(row, lists, tells)));
    this.derived.set(by, { from, mappings });
    return mappings;
  }

  private async rows(): Promise<readonly RoleMappingEntity[]> {
    const now = this.clock.nowMs();
    const { remembered } = this;
    if (remembered && now - remembered.readAt < FRESH_MS && now >= remembered.readAt) return remembered.rows;
    const rows = await this.repository.list();
    const same = remembered !== null && JSON.stringify(rows) === JSON.stringify(remembered.rows);
    this.remembered = { rows: same ? remembered.rows : rows, readAt: now };
    return this.remembered.rows;
  }

  /** Only the list of the licence's own server says what is missing there. */
  private async knownRoles(): Promise<KnownRoles | null> {
    const known = this.discordRoles.lastKnown;
    if (known === null) return null;
    const { guildId } = await this.licenses.current();
    return known.guildId === guildId ? known : null;
  }
}

function toMapping(row: RoleMappingEntity, broken: readonly BrokenReason[]): Mapping {
  return {
    id: row.id,
    discordRoleId: row.discord_role_id,
    courseId: row.courseid,
    roleId: row.roleid,
    cohortId: row.cohortid,
    broken,
  };
}

/**
 * What of a mapping no longer exists. A Discord role is taken for gone only by a list that was read well, and later than
 * the mapping was made, when the role existed.
 */
export function brokenReasons(row: RoleMappingEntity, lists: LmsLists, roles: KnownRoles | null): BrokenReason[] {
  const reasons: BrokenReason[] = [];
  const { discord_role_id: discordRole, cohortid: cohort } = row;
  const listIsLater = roles !== null && roles.readAt >= (row.timecreated + 1) * 1000;
  if (listIsLater && !roles.roles.some(({ id }) => id === discordRole)) reasons.push('discord_role_missing');
  if (!lists.courses.has(row.courseid)) reasons.push('course_missing');
  if (!lists.roles.has(row.roleid)) reasons.push('role_missing');
  if (cohort !== null && !lists.cohorts.has(cohort)) reasons.push('cohort_missing');
  return reasons;
}
