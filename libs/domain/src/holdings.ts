/** Who made something in the LMS: this integration, somebody else, or the LMS cannot tell. */
export type Maker = 'integration' | 'other' | 'unknown';

/** What one user holds in the LMS of what was asked for; enrolments are manual ones, by course. */
export interface Holdings {
  readonly enrolments: readonly { readonly courseId: number; readonly by: Maker; readonly suspended: boolean }[];
  readonly roles: readonly { readonly courseId: number; readonly roleId: number; readonly by: Maker }[];
  readonly cohorts: readonly { readonly cohortId: number; readonly by: Maker }[];
}

/** One change of the LMS for the user that is being synchronised. Each is safe to repeat. */
export type Change =
  | { readonly type: 'enrol'; readonly courseId: number; readonly roleId: number }
  | { readonly type: 'unassign'; readonly courseId: number; readonly roleId: number }
  | { readonly type: 'unenrol'; readonly courseId: number }
  | { readonly type: 'suspend'; readonly courseId: number }
  | { readonly type: 'resume'; readonly courseId: number }
  | { readonly type: 'cohort_add'; readonly cohortId: number }
  | { readonly type: 'cohort_remove'; readonly cohortId: number };
