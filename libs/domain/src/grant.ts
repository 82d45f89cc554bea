/** What the ledger keeps apart: the enrolment in a course, a role held in it, and membership of a cohort. */
export type GrantKind = 'enrolment' | 'role' | 'cohort';

/** `granted`: this system put it into the LMS. `adopted`: the LMS held it already, so losing the role leaves it in place. */
export type GrantOrigin = 'granted' | 'adopted';

/**
 * `active` and `suspended` are settled. The others are intents, written before the LMS is touched: `granting` towards
 * `active`, `revoking` towards no row at all, `suspending` towards `suspended`, `resuming` from there back to `active`.
 */
export type GrantState = 'granting' | 'active' | 'revoking' | 'suspending' | 'suspended' | 'resuming';

/** What a grant is about. `targetId` is the course id, or the cohort id for `cohort`; `roleId` is 0 except for `role`. */
export interface GrantKey {
  readonly kind: GrantKind;
  readonly targetId: number;
  readonly roleId: number;
}

/** One row of the ledger: something that this system gave, or found given, to one user. */
export interface Grant extends GrantKey {
  readonly origin: GrantOrigin;
  readonly state: GrantState;
  /** When it came to be so, Unix seconds; an attempt to end a suspension, and its failure, leave the time as it was. */
  readonly since: number;
}

/** One change of the ledger: the row as it shall be, or its removal. */
export interface LedgerWrite {
  readonly key: GrantKey;
  readonly row: { readonly origin: GrantOrigin; readonly state: GrantState } | null;
}

export const roleKey = (courseId: number, roleId: number): GrantKey => ({ kind: 'role', targetId: courseId, roleId });
export const cohortKey = (cohortId: number): GrantKey => ({ kind: 'cohort', targetId: cohortId, roleId: 0 });
export const enrolmentKey = (courseId: number): GrantKey => ({ kind: 'enrolment', targetId: courseId, roleId: 0 });

/** The key as text, for use in maps. */
export function grantId(key: GrantKey): string {
  return `${key.kind}:${key.targetId}:${key.roleId}`;
}

/** Whether a row is settled: nothing was begun that may not be finished. */
export function isSettled({ state }: Pick<Grant, 'state'>): boolean {
  return state === 'active' || state === 'suspended';
}

/** One user's ledger with the writes done at a time, in Unix seconds. */
export function withWrites(ledger: readonly Grant[], writes: readonly LedgerWrite[], at: number): Grant[] {
  const rows = new Map(ledger.map((grant) => [grantId(grant), grant]));
  for (const { key, row } of writes) {
    const before = rows.get(grantId(key));
    if (row === null) rows.delete(grantId(key));
    else
      rows.set(grantId(key), {
        ...keyOf(key),
        ...row,
        since: keepsTime(before?.state, row.state) ? (before?.since ?? at) : at,
      });
  }
  return [...rows.values()];
}

/** The grace period of a suspension runs on while it is being ended, and when ending it failed. */
function keepsTime(before: GrantState | undefined, after: GrantState): boolean {
  if (after === 'revoking' || after === 'resuming') return before !== undefined;
  return after === 'suspended' && (before === 'revoking' || before === 'resuming' || before === 'suspended');
}

/** The key of a row alone. */
export function keyOf({ kind, targetId, roleId }: GrantKey): GrantKey {
  return { kind, targetId, roleId };
}
