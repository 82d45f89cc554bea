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

/** One user's ledger with the writes done. */
export function withWrites(ledger: readonly Grant[], writes: readonly LedgerWrite[]): Grant[] {
  const rows = new Map(ledger.map((grant) => [grantId(grant), grant]));
  for (const { key, row } of writes) {
    if (row === null) rows.delete(grantId(key));
    else rows.set(grantId(key), { kind: key.kind, targetId: key.targetId, roleId: key.roleId, ...row });
  }
  return [...rows.values()];
}
