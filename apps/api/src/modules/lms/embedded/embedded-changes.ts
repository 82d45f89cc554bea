import { Injectable } from '@nestjs/common';
import { Transactions } from '@pulsetech/server-kit';
import type { EntityManager } from 'typeorm';
import { Leases, type LeaseKey } from '../../../platform/locks/leases.js';
import type { LmsChange, LmsFailureCode, LmsOutcome } from '../lms.port.js';
import { segmentsOf, type PlacedChange } from './change-segments.js';
import { ChangesRepository, type CourseFacts, type Existing, type Pair } from './changes.repository.js';
import { COURSE_ARCHETYPES, ENABLED } from './moodle-shapes.js';

type OfType<T extends LmsChange['type']> = Extract<LmsChange, { type: T }>;

interface Facts extends Existing {
  readonly courses: ReadonlyMap<number, CourseFacts>;
}

type Refusal = Exclude<LmsOutcome, { applied: 'yes' }>;

const APPLIED: LmsOutcome = { applied: 'yes' };

const FAILURES: Readonly<Record<Exclude<LmsFailureCode, 'lms_unavailable'>, string>> = {
  user_missing: 'This user does not exist in the LMS any more.',
  course_missing:
    'This course does not exist any more. Choose another course in the role mapping, or delete the mapping.',
  role_missing: 'This LMS role does not exist any more. Choose another role in the role mapping.',
  role_not_assignable: 'This LMS role cannot be given in a course. Choose Student, Teacher or Non-editing teacher.',
  cohort_missing: 'This cohort does not exist any more. Choose another cohort in the role mapping, or none.',
  manual_enrolment_disabled:
    'Manual enrolment is disabled in this course. Enable it in the course under Participants > Enrolment methods.',
  lease_lost: 'Somebody else is changing this at the moment. Try again in a minute.',
};

/** Applies batches with a number of statements that does not depend on the number of changes. */
@Injectable()
export class EmbeddedChanges {
  constructor(
    private readonly transactions: Transactions,
    private readonly repository: ChangesRepository,
    private readonly leases: Leases,
  ) {}

  async apply(changes: readonly LmsChange[], leases: ReadonlyMap<number, LeaseKey> = new Map()): Promise<LmsOutcome[]> {
    if (changes.length === 0) return [];
    // What is asked for many users is asked again for each of them when it meets another transaction's row.
    const once = unique(changes.map(({ userId }) => userId)).length > 1;
    return this.transactions.run(
      async (tx) => {
        const kept = await this.leases.keptWithin(tx, [...leases.values()]);
        const isTheirs = ({ userId }: LmsChange): boolean => {
          const lease = leases.get(userId);
          return lease === undefined || kept.has(lease.owner);
        };
        const outcomes = await this.applyWithin(tx, changes.filter(isTheirs));
        let done = 0;
        return changes.map((change) => (isTheirs(change) ? outcomes[done++] : undefined) ?? failed('lease_lost'));
      },
      { once },
    );
  }

  private async applyWithin(tx: EntityManager, changes: readonly LmsChange[]): Promise<LmsOutcome[]> {
    if (changes.length === 0) return [];
    const facts = await this.factsFor(tx, changes);
    const outcomes = changes.map((change) => judge(change, facts));
    const possible = (placed: PlacedChange) => outcomes[placed.index] === APPLIED;
    for (const segment of segmentsOf(changes)) {
      const doable = segment.filter(possible).map(({ change }) => change);
      await this.remove(tx, doable, facts.courses);
      await this.add(tx, doable, facts.courses);
    }
    return outcomes;
  }

  private async factsFor(tx: EntityManager, changes: readonly LmsChange[]): Promise<Facts> {
    const enrols = only(changes, 'enrol');
    const courseIds = unique(changes.flatMap((change) => ('courseId' in change ? [change.courseId] : [])));
    const existing = await this.repository.existing(
      tx,
      unique(changes.map((change) => change.userId)),
      unique(enrols.map((change) => change.roleId)),
      unique(only(changes, 'cohort_add').map((change) => change.cohortId)),
    );
    const courses = await this.repository.courses(tx, courseIds);
    const needed = unique(enrols.map((change) => change.courseId)).flatMap((id) => courses.get(id) ?? []);
    const withoutInstance = needed.filter((course) => course.enrolid === null).map((course) => course.id);
    const withoutContext = needed.filter((course) => course.contextid === null).map((course) => course.id);
    if (withoutInstance.length + withoutContext.length === 0) return { ...existing, courses };
    await this.repository.createManualInstances(tx, withoutInstance);
    await this.repository.createCourseContexts(tx, withoutContext);
    return { ...existing, courses: await this.repository.courses(tx, courseIds) };
  }

  private async remove(tx: EntityManager, changes: readonly LmsChange[], courses: Facts['courses']): Promise<void> {
    const left = only(changes, 'unenrol').flatMap(({ userId, courseId }) => {
      const course = courses.get(courseId);
      return course ? [{ userId, course }] : [];
    });
    await this.repository.suspend(tx, enrolmentsOf(only(changes, 'suspend'), courses));
    await this.repository.unassign(
      tx,
      only(changes, 'unassign').flatMap(({ userId, courseId, roleId }) => {
        const contextId = courses.get(courseId)?.contextid;
        return contextId ? [[userId, contextId, roleId] as const] : [];
      }),
    );
    await this.repository.unenrol(
      tx,
      left.flatMap(({ userId, course }) => (course.enrolid ? [[userId, course.enrolid] as const] : [])),
    );
    await this.repository.unassignLeft(
      tx,
      left.flatMap(({ userId, course }) => (course.contextid ? [[userId, course.contextid] as const] : [])),
    );
    await this.repository.removeMembers(
      tx,
      only(changes, 'cohort_remove').map(({ userId, cohortId }) => [userId, cohortId] as const),
    );
  }

  private async add(tx: EntityManager, changes: readonly LmsChange[], courses: Facts['courses']): Promise<void> {
    const enrols = only(changes, 'enrol').flatMap(({ userId, courseId, roleId }) => {
      const course = courses.get(courseId);
      return course?.enrolid && course.contextid
        ? [{ userId, roleId, enrolId: course.enrolid, contextId: course.contextid }]
        : [];
    });
    await this.repository.enrol(
      tx,
      enrols.map(({ userId, enrolId }) => [userId, enrolId] as const),
    );
    await this.repository.resume(tx, enrolmentsOf(only(changes, 'resume'), courses));
    await this.repository.assign(
      tx,
      enrols.map(({ userId, contextId, roleId }) => [userId, contextId, roleId] as const),
    );
    await this.repository.addMembers(
      tx,
      only(changes, 'cohort_add').map(({ userId, cohortId }) => [userId, cohortId] as const),
    );
  }
}

/** Where the user, course or cohort is gone, there is nothing left to take away, so a removal is done. */
function judge(change: LmsChange, facts: Facts): LmsOutcome {
  switch (change.type) {
    case 'unenrol':
    case 'unassign':
    case 'cohort_remove':
      return APPLIED;
    case 'suspend':
      if (!facts.users.has(change.userId)) return failed('user_missing');
      return facts.courses.has(change.courseId) ? APPLIED : failed('course_missing');
    case 'resume':
      return judgeAccess(change, facts) ?? APPLIED;
    case 'cohort_add':
      if (!facts.users.has(change.userId)) return failed('user_missing');
      return facts.cohorts.has(change.cohortId) ? APPLIED : failed('cohort_missing');
    case 'enrol':
      return judgeEnrol(change, facts);
  }
}

function judgeEnrol(change: OfType<'enrol'>, facts: Facts): LmsOutcome {
  const archetype = facts.roles.get(change.roleId);
  const refused = judgeAccess(change, facts);
  if (refused && refused.code !== 'manual_enrolment_disabled') return refused;
  if (archetype === undefined) return failed('role_missing');
  if (!COURSE_ARCHETYPES.includes(archetype)) return failed('role_not_assignable');
  return refused ?? APPLIED;
}

/** Whether people can get into the course by an enrolment of ours; null when they can. */
function judgeAccess(change: OfType<'enrol' | 'resume'>, facts: Facts): Refusal | null {
  if (!facts.users.has(change.userId)) return failed('user_missing');
  const course = facts.courses.get(change.courseId);
  if (!course) return failed('course_missing');
  // A course whose manual enrolment was removed gets it back with the next enrolment, and has nothing to resume.
  const enabled = course.enrolid === null || course.enrolstatus === ENABLED;
  return enabled ? null : failed('manual_enrolment_disabled');
}

function failed(code: Exclude<LmsFailureCode, 'lms_unavailable'>): Refusal {
  return { applied: 'no', code, message: FAILURES[code] };
}

/** User and manual enrolment instance of each change; those of courses without one have nothing to change. */
function enrolmentsOf(changes: readonly OfType<'suspend' | 'resume'>[], courses: Facts['courses']): Pair[] {
  return changes.flatMap(({ userId, courseId }) => {
    const enrolId = courses.get(courseId)?.enrolid;
    return enrolId ? [[userId, enrolId] as const] : [];
  });
}

function only<T extends LmsChange['type']>(changes: readonly LmsChange[], type: T): OfType<T>[] {
  return changes.filter((change): change is OfType<T> => change.type === type);
}

function unique(ids: readonly number[]): number[] {
  return [...new Set(ids)];
}
