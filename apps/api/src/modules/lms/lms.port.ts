import type { LeaseKey } from '../../platform/locks/leases.js';
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
  /** Whether nobody can sign in to the account or use its tokens: Moodle's authentication method `nologin`. */
  readonly nologin: boolean;
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

/** The fields that identify a person, by which profiles are looked up. */
export type LmsProfileField = 'id' | 'idnumber' | 'username' | 'email';

/**
 * What one person sees of another, with the names and meanings of Moodle's profile fields: what the viewer may not see, or
 * what Moodle leaves out when it is empty, is absent. Times are Unix seconds, 0 for never.
 */
export interface LmsProfile {
  readonly id: number;
  readonly firstname: string;
  readonly lastname: string;
  readonly username?: string;
  readonly email?: string;
  readonly address?: string;
  readonly phone1?: string;
  readonly phone2?: string;
  readonly department?: string;
  readonly institution?: string;
  readonly idnumber?: string;
  readonly firstaccess: number;
  readonly lastaccess: number;
  readonly auth?: string;
  readonly suspended: boolean;
  readonly confirmed?: boolean;
  readonly lang?: string;
  readonly theme?: string;
  readonly timezone?: string;
  readonly mailformat?: number;
  readonly trackforums?: number;
  readonly description?: LmsFormattedText;
  readonly city?: string;
  readonly country?: string;
  /** Whether the viewer looks at the own profile. */
  readonly own: boolean;
}

/** Text as it is stored, with Moodle's number of its format: 0 Moodle's own, 1 HTML, 2 plain, 4 Markdown. */
export interface LmsFormattedText {
  readonly text: string;
  readonly format: number;
}

/** A course as somebody sees it in the list of a user's courses, with Moodle's names. Times are Unix seconds, 0 for none. */
export interface LmsCourseView extends LmsCourse {
  /** By which the LMS knows the course as a place where roles are held; null for a course that never was one. */
  readonly contextId: number | null;
  readonly idnumber: string;
  readonly category: number;
  readonly visible: boolean;
  readonly summary: LmsFormattedText;
  readonly format: string;
  readonly showgrades: boolean;
  readonly lang: string;
  readonly enablecompletion: boolean;
  readonly startdate: number;
  readonly enddate: number;
  readonly marker: number;
  readonly showactivitydates: boolean;
  readonly showcompletionconditions: boolean;
  readonly timemodified: number;
  /** How many people are enrolled, whether active or not; absent unless asked for. */
  readonly enrolledUsers?: number;
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
  readonly enrolments: readonly {
    readonly courseId: number;
    readonly by: LmsMaker;
    /** Suspended by whoever: it is there, and gives no access. */
    readonly suspended: boolean;
  }[];
  readonly roles: readonly { readonly courseId: number; readonly roleId: number; readonly by: LmsMaker }[];
  readonly cohorts: readonly { readonly cohortId: number; readonly by: LmsMaker }[];
}

/**
 * One change. Each is safe to repeat. `enrol` creates the manual enrolment instance and the enrolment where they are
 * missing and assigns the role; an enrolment that is there stays as it is, with an end or a suspension set by hand.
 * `unassign` takes one role back and leaves the enrolment; where the LMS can tell, the same role given by hand stays.
 * `unenrol` removes the manual enrolment and, as Moodle does, all roles in the course when no other enrolment remains;
 * otherwise the roles that the integration gave. `suspend` ends the access by the manual enrolment that the integration
 * made and leaves roles, grades and submissions; `resume` gives it back. Neither touches an enrolment made by hand, where
 * the LMS can tell. Taking away from something that is gone is done: nothing is left. Suspending somebody who is gone, or in
 * a course that is, answers `user_missing` or `course_missing`, since nothing is left that could be resumed.
 */
export type LmsChange =
  | { readonly type: 'enrol'; readonly userId: number; readonly courseId: number; readonly roleId: number }
  | { readonly type: 'unassign'; readonly userId: number; readonly courseId: number; readonly roleId: number }
  | { readonly type: 'unenrol'; readonly userId: number; readonly courseId: number }
  | { readonly type: 'suspend'; readonly userId: number; readonly courseId: number }
  | { readonly type: 'resume'; readonly userId: number; readonly courseId: number }
  | { readonly type: 'cohort_add'; readonly userId: number; readonly cohortId: number }
  | { readonly type: 'cohort_remove'; readonly userId: number; readonly cohortId: number };

export type LmsFailureCode =
  | 'course_missing'
  | 'role_missing'
  | 'role_not_assignable'
  | 'cohort_missing'
  | 'user_missing'
  | 'manual_enrolment_disabled'
  | 'lease_lost'
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
  /** Whether the user administers the whole site. */
  abstract isSiteAdmin(userId: number): Promise<boolean>;

  /**
   * The people with one of these values, as the viewer may see them, by id; those of whom the viewer may not see the field
   * that was looked for are left out. Of addresses and idnumbers the case of the letters A to Z does not count. Unlike
   * elsewhere in the port, deleted people are among them, as what the LMS left of them. The rules are those of Moodle's
   * `core_user_get_users_by_field`. Any number of values costs the same few statements.
   */
  abstract viewProfiles(viewerId: number, field: LmsProfileField, values: readonly string[]): Promise<LmsProfile[]>;
  /**
   * The courses in which the user has an active enrolment and of which the viewer may know that, visible ones first, then
   * as the site sorts them. The rules are those of Moodle's `core_enrol_get_users_courses`.
   */
  abstract viewCourses(
    viewerId: number,
    userId: number,
    options: { readonly countUsers: boolean },
  ): Promise<LmsCourseView[]>;
  /** Whether there is a course with this context id, so that its picture may be shown. */
  abstract isCourseContext(contextId: number): Promise<boolean>;
  /**
   * Notes that the person uses the site now. May be called often: it is written at most once a minute. Need not be waited
   * for, and never throws.
   */
  abstract noteAccess(userId: number): Promise<void>;

  abstract readHoldings(queries: readonly LmsHoldingsQuery[]): Promise<LmsHoldings[]>;
  /**
   * Applies a batch; the outcomes are in the order of the changes. One failing change does not hold back the others.
   * `leases`: by user id, what the changes are made under. An LMS that can looks at them at the moment of the change, and
   * answers `lease_lost`, with nothing done, for users who were taken over meanwhile: a process may stand still for minutes
   * between being sure of its lease and the change.
   */
  abstract apply(changes: readonly LmsChange[], leases?: ReadonlyMap<number, LeaseKey>): Promise<LmsOutcome[]>;
  /** Ends the sessions that the LMS itself holds for these users. */
  abstract endSessions(userIds: readonly number[]): Promise<void>;
}
