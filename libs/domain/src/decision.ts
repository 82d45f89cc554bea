import type { Because } from './because.js';
import type { GrantKey, LedgerWrite } from './grant.js';
import type { Change } from './holdings.js';
import type { Step } from './plan.js';

/**
 * What became of one thing, for the record. `granted`, `revoked`, `suspended` and `resumed` changed the LMS; `adopted`
 * found it held already, `forgotten` leaves it to whoever made it by hand, or found it gone already.
 */
export interface Report {
  readonly action: 'granted' | 'revoked' | 'suspended' | 'resumed' | 'adopted' | 'forgotten';
  readonly key: GrantKey;
  readonly mappingId: number | null;
  /** The Discord role of that mapping, which may be deleted later. */
  readonly discordRoleId: string | null;
  readonly because: Because;
}

/** How one ledger row ends with an operation. `gone`: the LMS says that the course, role or cohort no longer exists. */
export interface Settling {
  readonly yes: LedgerWrite;
  readonly no: LedgerWrite;
  readonly gone: LedgerWrite;
  /** Only for what is reported by itself; an enrolment comes and goes with the roles of its course. */
  readonly report: Report | null;
}

/** One change of the LMS and the ledger rows that it settles. */
export interface Operation {
  readonly change: Change;
  readonly settles: readonly Settling[];
  /** The course that the user is no longer in when this is done. */
  readonly leaves: number | null;
}

/** What to do about one phase of a plan, once it is known what the LMS holds. */
export interface Decision {
  /** To be stored before the LMS is touched. */
  readonly intents: readonly LedgerWrite[];
  readonly operations: readonly Operation[];
  /** What is settled without touching the LMS. */
  readonly settled: readonly LedgerWrite[];
  readonly reports: readonly Report[];
  /** Courses that were found left already, by an earlier attempt that could not settle. */
  readonly left: readonly number[];
}

/** A decision in the making. */
export type Draft = { readonly [Part in keyof Decision]: Decision[Part][number][] };

export const active = (key: GrantKey, origin: 'granted' | 'adopted'): LedgerWrite => ({
  key,
  row: { origin, state: 'active' },
});
export const suspended = (key: GrantKey): LedgerWrite => ({ key, row: { origin: 'granted', state: 'suspended' } });
export const suspending = (key: GrantKey): LedgerWrite => ({ key, row: { origin: 'granted', state: 'suspending' } });
export const resuming = (key: GrantKey): LedgerWrite => ({ key, row: { origin: 'granted', state: 'resuming' } });
export const granting = (key: GrantKey): LedgerWrite => ({ key, row: { origin: 'granted', state: 'granting' } });
export const revoking = (key: GrantKey): LedgerWrite => ({ key, row: { origin: 'granted', state: 'revoking' } });
export const gone = (key: GrantKey): LedgerWrite => ({ key, row: null });

export function reportOf({ key, mappingId, discordRoleId, because }: Step, action: Report['action']): Report {
  return { action, key, mappingId, discordRoleId, because };
}
