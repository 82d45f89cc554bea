import type { Random } from '../../hostile/random.js';
import { Person } from './person.js';
import { endGrace, synchronise, unlink } from './reference.js';
import { isRoleless, isWhole, type ModelMapping, type Roleless, type Rules } from './rules.js';
import {
  discordRole,
  discordUser,
  FIRST_COHORT,
  FIRST_COURSE,
  FIRST_LMS_ROLE,
  FIRST_USER,
  GUILD,
  STUDENT,
  TEACHER,
} from './simulated-ids.js';

export const DISCORD_ROLES = 16;
export const COURSES = 24;
export const COHORTS = 12;
export const SPARE_LMS_ROLES = 4;

type Changing<T> = { -readonly [K in keyof T]: T[K] extends ReadonlySet<infer V> ? Set<V> : T[K] };

const numbered = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

/** The whole reference model: the guild, the site, and what the integration answers for. */
export class World {
  readonly people: readonly Person[];
  readonly rules: Changing<Rules>;
  readonly removalStop = { count: 20, share: 10 };

  constructor(users: number, random: Random) {
    this.people = numbered(users, (index) => new Person(FIRST_USER + index, discordUser(index)));
    this.rules = {
      mappings: [],
      courses: new Set(numbered(COURSES, (index) => FIRST_COURSE + index)),
      lmsRoles: new Set([TEACHER, STUDENT, ...numbered(SPARE_LMS_ROLES, (index) => FIRST_LMS_ROLE + index)]),
      cohorts: new Set(numbered(COHORTS, (index) => FIRST_COHORT + index)),
      discordRoles: new Set(numbered(DISCORD_ROLES, discordRole)),
      lossPolicy: 'unenrol',
      brokenMappings: 'hold',
    };
    for (const person of this.people) {
      person.membership = { in: !random.once(20), roles: this.someRoles(random), pending: false, guest: false };
    }
  }

  /** From none to four of the guild's roles. */
  someRoles(random: Random): Set<string> {
    return new Set(random.many(4, () => random.oneOf([...this.rules.discordRoles])));
  }

  /**
   * The mappings of the beginning, without ids: roles shared by courses, several that give the same, two roles in one
   * course, cohorts, @everyone, roles of the site's own.
   */
  static firstMappings(): Omit<ModelMapping, 'id'>[] {
    const course = (index: number) => FIRST_COURSE + index;
    const cohort = (index: number) => FIRST_COHORT + index;
    const plain = numbered(10, (index) => ({
      discordRole: discordRole(index),
      course: course(index),
      role: STUDENT,
      cohort: index % 2 === 0 ? cohort(index % COHORTS) : null,
    }));
    return [
      { discordRole: GUILD, course: course(20), role: STUDENT, cohort: cohort(11) },
      ...plain,
      { discordRole: discordRole(0), course: course(12), role: STUDENT, cohort: null },
      { discordRole: discordRole(1), course: course(12), role: STUDENT, cohort: cohort(1) },
      { discordRole: discordRole(2), course: course(0), role: STUDENT, cohort: cohort(0) },
      { discordRole: discordRole(3), course: course(12), role: TEACHER, cohort: null },
      { discordRole: discordRole(4), course: course(13), role: FIRST_LMS_ROLE, cohort: cohort(4) },
      { discordRole: discordRole(5), course: course(13), role: STUDENT, cohort: null },
      { discordRole: discordRole(6), course: course(14), role: FIRST_LMS_ROLE + 1, cohort: null },
      { discordRole: discordRole(10), course: course(14), role: STUDENT, cohort: cohort(4) },
      { discordRole: discordRole(11), course: course(1), role: TEACHER, cohort: cohort(2) },
    ];
  }

  /** Suspensions that have lasted longer than the grace period, until the next run has ended them. */
  readonly expired = new Map<Person, readonly number[]>();

  /** What a run makes of one person; a single synchronisation ends no suspension. */
  afterRun(person: Person, roleless: Roleless): void {
    synchronise(person, this.rules, roleless);
    for (const [known, courses] of this.expired) {
      if (known.userId === person.userId) for (const course of courses) endGrace(person, course);
    }
  }

  /** What a run that took everything it collected makes of everybody. */
  settle(roleless: Roleless = this.rules.brokenMappings === 'keep' ? 'keep' : 'lose'): void {
    for (const person of this.people) synchronise(person, this.rules, roleless);
    for (const person of this.expired.keys()) this.afterRun(person, roleless);
    this.expired.clear();
  }

  unlink(person: Person): void {
    const { membership } = person;
    unlink(person, this.rules);
    person.membership = membership;
  }

  rolelessMappings(): ModelMapping[] {
    return this.rules.mappings.filter((mapping) => isRoleless(mapping, this.rules));
  }

  brokenMappings(): ModelMapping[] {
    return this.rules.mappings.filter((mapping) => !isWhole(mapping, this.rules));
  }

  facts(): Set<string> {
    return new Set(this.people.flatMap((person) => person.facts()));
  }
}
