import type { KnownObservation } from '@pulsetech/domain';
import type { StoredState } from './states.repository.js';

/** What was stored of somebody's last reading; null where there was none, or the last one told nothing. */
export function observationOf(state: StoredState | null): KnownObservation | null {
  if (state === null || state.observation === 'unknown') return null;
  const { observation, roles, observedAt: at } = state;
  if (observation === 'absent') return { kind: 'absent', at };
  return { kind: 'member', roles, pending: observation === 'pending', guest: observation === 'guest', at };
}
