import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import type { BrokenReason } from '@pulsetech/domain';
import { Jobs } from '../../platform/queue/jobs.js';
import { LicenseService } from '../license/license.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { DiscordRolesCache, type KnownRoles } from './discord-roles.cache.js';
import { LmsCatalogue } from './lms-catalogue.js';
import { MappingHealthRepository, type BrokenMappings } from './mapping-health.repository.js';
import { mappingProblem } from './mapping-problems.js';
import { MappingRowsRepository } from './mapping-rows.repository.js';
import { brokenReasons } from './mappings-catalogue.js';
import type { RoleMappingEntity } from './role-mapping.entity.js';

const KIND = 'look-at-mappings';
const EVERY_MS = 300_000;
const OPTIONS = { concurrency: 1, attempts: 1, backoffMs: EVERY_MS };

/** Finds mappings that break, or are whole again, while nobody looks at them; the log tells it once. */
@Injectable()
export class MappingWatch implements OnModuleInit {
  private readonly logger = new Logger(MappingWatch.name);

  constructor(
    private readonly rows: MappingRowsRepository,
    private readonly lms: LmsCatalogue,
    private readonly discordRoles: DiscordRolesCache,
    private readonly licenses: LicenseService,
    private readonly settings: SettingsService,
    private readonly health: MappingHealthRepository,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(KIND, OPTIONS, () => this.look());
    this.jobs.every(KIND, EVERY_MS);
  }

  /** @throws LmsError `lms_unavailable` */
  async look(): Promise<void> {
    const rows = await this.rows.list();
    const seen = await this.health.read();
    if (rows.length === 0 && seen.broken.size === 0) return;
    const [lists, roles] = await Promise.all([this.lms.lists(), this.readableRoles()]);
    const broken = new Map(
      rows
        .map((row) => [row.id, judged(brokenReasons(row, lists, roles), seen.broken.get(row.id), roles)] as const)
        .filter(([, reasons]) => reasons.length > 0),
    );
    if (isSame(broken, seen.broken)) return;
    if (await this.health.replace(seen, broken)) await this.tell(rows, seen.broken, broken);
  }

  /** Null when they cannot be read now: an old list is no reason to say anything new. */
  private async readableRoles(): Promise<KnownRoles | null> {
    const [{ known, problem }, { guildId }] = await Promise.all([this.discordRoles.list(), this.licenses.current()]);
    return problem === null && known?.guildId === guildId ? known : null;
  }

  private async tell(rows: readonly RoleMappingEntity[], before: BrokenMappings, now: BrokenMappings): Promise<void> {
    const { brokenMappings: policy } = await this.settings.get();
    for (const row of rows) {
      const reasons = (now.get(row.id) ?? []).filter((reason) => !before.get(row.id)?.includes(reason));
      const subject = `Mapping ${row.id} (“${row.discord_role_name}” to course ${row.courseid})`;
      for (const reason of reasons) this.logger.warn(`${subject} is broken. ${mappingProblem(reason, policy)}`);
      if (before.has(row.id) && !now.has(row.id)) this.logger.log(`${subject} is whole again`);
    }
  }
}

/** While the Discord roles cannot be read, what was seen of them last holds. */
function judged(
  reasons: readonly BrokenReason[],
  before: readonly BrokenReason[] | undefined,
  roles: KnownRoles | null,
): readonly BrokenReason[] {
  const holds = roles === null && before?.includes('discord_role_missing');
  return holds ? ['discord_role_missing', ...reasons] : reasons;
}

function isSame(a: BrokenMappings, b: BrokenMappings): boolean {
  return a.size === b.size && [...a].every(([id, reasons]) => reasons.join() === b.get(id)?.join());
}
