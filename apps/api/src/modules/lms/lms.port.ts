import type { Capability } from '@pulsetech/contracts';

/** A user of the LMS. Deleted users are never returned by the port. */
export interface LmsUser {
  readonly id: number;
  readonly username: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly email: string;
  /** Whether the LMS knows that the e-mail address belongs to the person. */
  readonly confirmed: boolean;
  readonly suspended: boolean;
  /** Whether the person can sign in by a password, not by Discord only. */
  readonly hasPassword: boolean;
}

export interface NewLmsUser {
  readonly username: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly email: string;
  readonly confirmed: boolean;
}

export interface LmsCourse {
  readonly id: number;
  readonly shortname: string;
  readonly fullname: string;
}

/** A role that can be given in a course. Roles that administer the site are never among them. */
export interface LmsRole {
  readonly id: number;
  readonly shortname: string;
  readonly name: string;
}

export interface LmsCohort {
  readonly id: number;
  readonly name: string;
}

/** A course in which a user has an active enrolment, with the roles held there. */
export interface LmsUserCourse extends LmsCourse {
  readonly roles: readonly LmsRole[];
}

/** Who made something in the LMS: this integration, somebody else, or the LMS cannot tell. */
export type LmsMaker = 'integration' | 'other' | 'unknown';

/** What to look at for one user before a change. */
export interface LmsHoldingsQuery {
  readonly userId: number;
  readonly courseIds: readonly number[];
  readonly cohortIds: readonly number[];
}

/**
 * What one user holds now of what was asked for. `enrolments` are manual enrolments, by course; a role that was given both
 * by the integration and by hand stands among `roles` twice.
 */
export interface LmsHoldings {
  readonly userId: number;
  readonly enrolments: readonly { readonly courseId: number; readonly by: LmsMaker }[];
  readonly roles: readonly { readonly courseId: number; readonly roleId: number; readonly by: LmsMaker }[];
  readonly cohorts: readonly { readonly cohortId: number; readonly by: LmsMaker }[];
}

/**
 * One change. Each is safe to repeat. `enrol` creates the manual enrolment instance and the enrolment where they are
 * missing and assigns the role; an enrolment that is there stays as it is, with an end or a suspension set by hand.
 * `unassign` takes one role back and leaves the enrolment; where the LMS can tell, the same role given by hand stays.
 * `unenrol` removes the manual enrolment and, as Moodle does, all roles in the course when no other enrolment remains;
 * otherwise the roles that the integration gave. Taking away from something that is gone is done: nothing is left.
 */
export type LmsChange =
  | { readonly type: 'enrol'; readonly userId: number; readonly courseId: number; readonly roleId: number }
  | { readonly type: 'unassign'; readonly userId: number; readonly courseId: number; readonly roleId: number }
  | { readonly type: 'unenrol'; readonly userId: number; readonly courseId: number }
  | { readonly type: 'cohort_add'; readonly userId: number; readonly cohortId: number }
  | { readonly type: 'cohort_remove'; readonly userId: number; readonly cohortId: number };

export type LmsFailureCode =
  | 'course_missing'
  | 'role_missing'
  | 'role_not_assignable'
  | 'cohort_missing'
  | 'user_missing'
  | 'manual_enrolment_disabled'
  | 'lms_unavailable';

/** How one change ended. With `applied: 'unknown'` the LMS may or may not have done it, so the intent must stay open. */
export type LmsOutcome =
  | { readonly applied: 'yes' }
  | { readonly applied: 'no' | 'unknown'; readonly code: LmsFailureCode; readonly message: string };

/**
 * What this product needs of an LMS, in bulk. One adapter keeps Moodle-shaped tables in our database (`embedded`);
 * another speaks to a real site. Methods throw LmsError with `lms_unavailable` when the LMS does not answer.
 */
export abstract class LmsPort {
  /** Users by id, in no particular order; unknown and deleted ids are left out. */
  abstract findUsersByIds(ids: readonly number[]): Promise<LmsUser[]>;
  abstract findUserByUsername(username: string): Promise<LmsUser | null>;
  /** All users with that address, compared without regard to case, suspended and unconfirmed ones included. */
  abstract findUsersByEmail(email: string): Promise<LmsUser[]>;
  /** Throws LmsError `username_taken` when another user has the username. */
  abstract createUser(user: NewLmsUser): Promise<LmsUser>;
  /** The user when the password is right, otherwise null; suspended users are returned so that the caller can say so. */
  abstract checkPassword(username: string, password: string): Promise<LmsUser | null>;

  abstract listCourses(): Promise<LmsCourse[]>;
  abstract listAssignableRoles(): Promise<LmsRole[]>;
  abstract listCohorts(): Promise<LmsCohort[]>;

  /** Courses with an active enrolment of any kind, the newest course first as Moodle sorts them. */
  abstract listUserCourses(userId: number): Promise<LmsUserCourse[]>;
  abstract capabilitiesOf(userId: number): Promise<ReadonlySet<Capability>>;
  /** Whether the user holds a role that administers the site or other people's courses at site level. */
  abstract isPrivileged(userId: number): Promise<boolean>;

  abstract readHoldings(queries: readonly LmsHoldingsQuery[]): Promise<LmsHoldings[]>;
  /** Applies a batch; the outcomes are in the order of the changes. One failing change does not hold back the others. */
  abstract apply(changes: readonly LmsChange[]): Promise<LmsOutcome[]>;
  /** Ends the sessions that the LMS itself holds for these users. */
  abstract endSessions(userIds: readonly number[]): Promise<void>;
}
