/** Who made something in the LMS: this integration, or a person. */
export type Maker = 'us' | 'hand';

export interface Enrolment {
  readonly by: Maker;
  readonly suspended: boolean;
}

/** How somebody stands in the guild. */
export interface Membership {
  readonly in: boolean;
  readonly roles: ReadonlySet<string>;
  readonly pending: boolean;
  readonly guest: boolean;
}

export const ABSENT: Membership = { in: false, roles: new Set(), pending: false, guest: false };

/** `suspended`: taken under the loss policy “suspend”, so that the role coming back resumes it. */
export type GrantState = 'active' | 'suspended';

/** One linked user of the reference model: how they stand in Discord, what the LMS holds, what we answer for. */
export class Person {
  linked = true;
  membership: Membership = ABSENT;
  /** Manual enrolments by course. */
  readonly enrolments = new Map<number, Enrolment>();
  /** Courses entered by another way than the manual one. */
  readonly selfEnrolled = new Set<number>();
  /** By `course:role`; the same role may be held by both makers. */
  readonly roles = new Map<string, Set<Maker>>();
  readonly cohorts = new Map<number, Maker>();
  /** What we gave or found given, by `role:course:role` or `cohort:id`. */
  readonly grants = new Map<string, GrantState>();

  constructor(
    readonly userId: number,
    readonly discordId: string,
  ) {}

  clone(): Person {
    const copy = new Person(this.userId, this.discordId);
    copy.linked = this.linked;
    copy.membership = this.membership;
    for (const [course, enrolment] of this.enrolments) copy.enrolments.set(course, enrolment);
    for (const course of this.selfEnrolled) copy.selfEnrolled.add(course);
    for (const [key, makers] of this.roles) copy.roles.set(key, new Set(makers));
    for (const [cohort, by] of this.cohorts) copy.cohorts.set(cohort, by);
    for (const [key, state] of this.grants) copy.grants.set(key, state);
    return copy;
  }

  give(course: number, role: number, by: Maker): void {
    const key = `${course}:${role}`;
    this.roles.set(key, new Set([...(this.roles.get(key) ?? []), by]));
  }

  take(course: number, role: number, by: Maker): void {
    const key = `${course}:${role}`;
    const left = [...(this.roles.get(key) ?? [])].filter((maker) => maker !== by);
    if (left.length > 0) this.roles.set(key, new Set(left));
    else this.roles.delete(key);
  }

  holds(course: number, role: number, by: Maker): boolean {
    return this.roles.get(`${course}:${role}`)?.has(by) ?? false;
  }

  /** Roles that a maker gave in a course. */
  rolesIn(course: number, by: Maker): number[] {
    return [...this.roles].flatMap(([key, makers]) => {
      const [inCourse, role] = key.split(':').map(Number);
      return inCourse === course && role !== undefined && makers.has(by) ? [role] : [];
    });
  }

  /** Roles that we answer for in a course. */
  grantsIn(course: number): number[] {
    return [...this.grants.keys()].flatMap((key) => {
      const [kind, inCourse, role] = key.split(':');
      return kind === 'role' && Number(inCourse) === course ? [Number(role)] : [];
    });
  }

  /** What the LMS holds about this person, one fact a line. */
  facts(): string[] {
    const { userId } = this;
    return [
      ...[...this.enrolments].map(([course, { by, suspended }]) => enrolmentFact(userId, course, by, suspended)),
      ...[...this.selfEnrolled].map((course) => otherEnrolmentFact(userId, course, 'self')),
      ...[...this.roles].flatMap(([key, makers]) => {
        const [course = 0, role = 0] = key.split(':').map(Number);
        return [...makers].map((by) => roleFact(userId, course, role, by));
      }),
      ...[...this.cohorts].map(([cohort, by]) => cohortFact(userId, cohort, by)),
    ];
  }
}

export const enrolmentFact = (user: number, course: number, by: string, suspended: boolean): string =>
  `${user} is enrolled in ${course} by ${by}${suspended ? ', suspended' : ''}`;
export const otherEnrolmentFact = (user: number, course: number, method: string): string =>
  `${user} is enrolled in ${course} by the method ${method}`;
export const roleFact = (user: number, course: number, role: number, by: string): string =>
  `${user} holds role ${role} in ${course} by ${by}`;
export const cohortFact = (user: number, cohort: number, by: string): string =>
  `${user} is in cohort ${cohort} by ${by}`;

const OUR_ROLE = /^(?<user>\d+) holds role \d+ in (?<course>\d+) by us$/u;
const SUSPENDED = ', suspended';

/**
 * What was in force before and is gone. The end of a suspension is something given, and what rested in a suspended
 * course was not in force: it goes when the course opens again for something else.
 */
export function losses(before: ReadonlySet<string>, now: ReadonlySet<string>): string[] {
  const reopened = (fact: string) => fact.endsWith(SUSPENDED) && now.has(fact.slice(0, -SUSPENDED.length));
  const restedIn = (fact: string) => {
    const { user, course } = OUR_ROLE.exec(fact)?.groups ?? {};
    return user === undefined ? '' : enrolmentFact(Number(user), Number(course), 'us', true);
  };
  return [...before].filter((fact) => {
    const resting = restedIn(fact);
    return !now.has(fact) && !reopened(fact) && !(before.has(resting) && reopened(resting));
  });
}
