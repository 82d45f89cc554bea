import { Injectable } from '@nestjs/common';
import type { Mapping, PlanRules } from '@pulsetech/domain';
import { LicenseService } from '../../license/license.service.js';
import { MappingsCatalogue } from '../../mappings/mappings-catalogue.js';
import { SettingsService } from '../../settings/settings.service.js';
import { planRulesOf } from '../plan-rules.js';
import type { Run } from './run.js';
import { requireSameServer } from './same-server.js';

export interface Rules extends PlanRules {
  readonly mappings: readonly Mapping[];
  /** Whether an admin is asked before a deleted Discord role takes anything. */
  readonly asksAboutDeleted: boolean;
}

/** By what a run decides at the moment: mappings and settings may be changed while it goes on. */
@Injectable()
export class RunRules {
  constructor(
    private readonly mappings: MappingsCatalogue,
    private readonly licenses: LicenseService,
    private readonly settings: SettingsService,
  ) {}

  /**
   * @throws LicenseError when the licence does not count any more
   * @throws RunEnded `superseded` when it is for another Discord server by now
   */
  async of(run: Run): Promise<Rules> {
    const [mappings, { guildId }, settings] = await Promise.all([
      this.mappings.forSync(),
      this.licenses.requireUsable(),
      this.settings.get(),
    ]);
    requireSameServer(run, guildId);
    // By its beginning, so that they are the same for all of a run, whenever it comes to somebody.
    const asksAboutDeleted = settings.brokenMappings === 'hold';
    return { mappings, asksAboutDeleted, ...planRulesOf(settings, guildId, run.startedAt) };
  }

  /**
   * Before each of many people of a page, which takes a while: what was read of them may have ceased to count.
   *
   * @throws LicenseError
   * @throws RunEnded `superseded`
   */
  async requireStillCounting(run: Run): Promise<void> {
    requireSameServer(run, (await this.licenses.requireUsable()).guildId);
  }
}
