import type { PlanRules } from '@pulsetech/domain';
import type { SiteSettings } from '../settings/site-settings.js';

const DAY_SECONDS = 86_400;

/** By what a run plans that begins `at` (Unix seconds): suspensions that then lasted for longer than the grace period end. */
export function planRulesOf(
  { brokenMappings, graceDays }: Pick<SiteSettings, 'brokenMappings' | 'graceDays'>,
  guildId: string,
  at: number,
): PlanRules {
  return {
    guildId,
    roleless: brokenMappings === 'keep' ? 'keep' : 'lose',
    expireBefore: graceDays > 0 ? at - graceDays * DAY_SECONDS : undefined,
  };
}
