import { planFor, type Grant, type KnownObservation, type Mapping, type Step } from '@pulsetech/domain';
import type { SiteSettings } from '../../settings/site-settings.js';
import type { StoredState } from '../ledger/states.repository.js';
import { observationOf } from '../ledger/stored-observation.js';
import { planRulesOf } from '../plan-rules.js';
import type { WaitingRemoval } from './why.repository.js';

/** What was seen when Discord could be read last; null when it never could. */
function lastSeen(state: StoredState | null): KnownObservation | null {
  if (state === null || state.observedAt === 0) return null;
  return observationOf(state.observation === 'unknown' ? { ...state, observation: 'member' } : state);
}

/** Whether something is known from which it follows what a run would do. */
export const isPlannable = (state: StoredState | null, guildId: string | null): boolean =>
  lastSeen(state) !== null && guildId !== null;

/** A run takes only what is still lost when it has been decided about, so that the others stay whatever is decided. */
export function isStillWanted({ kind, roleId }: WaitingRemoval, steps: readonly Step[]): boolean {
  return steps.some(({ action, key }) => action === 'revoke' && key.kind === kind && key.roleId === roleId);
}

/** What a run would do if it saw what was last seen; nothing is said about people of whom nothing is known. */
export function stepsOf(
  mappings: readonly Mapping[],
  state: StoredState | null,
  ledger: readonly Grant[],
  guildId: string | null,
  settings: Pick<SiteSettings, 'brokenMappings' | 'graceDays'>,
  now: number,
): readonly Step[] {
  const seen = lastSeen(state);
  if (seen === null || guildId === null) return [];
  return planFor(mappings, seen, ledger, planRulesOf(settings, guildId, now)).steps;
}
