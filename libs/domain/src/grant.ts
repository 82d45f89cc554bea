/** What the ledger keeps apart: the enrolment in a course, a role held in it, and membership of a cohort. */
export type GrantKind = 'enrolment' | 'role' | 'cohort';

/** `granted`: this system put it into the LMS. `adopted`: the LMS held it already, so losing the role leaves it in place. */
export type GrantOrigin = 'granted' | 'adopted';

/** `granting` and `revoking` are intents written before the LMS is touched; `active` is settled. */
export type GrantState = 'granting' | 'active' | 'revoking';

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
