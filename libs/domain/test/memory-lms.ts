import {
  enrolmentKey,
  grantId,
  cohortKey,
  roleKey,
  type Change,
  type Holdings,
  type Maker,
  type Outcome,
} from '../src/index.js';

/** One user's part of an LMS, in memory: what is held, by {@link grantId}, and who made it. */
export class MemoryLms {
  readonly held = new Map<string, Maker>();
  /** Enrolments that are suspended. */
  readonly suspended = new Set<string>();

  /** `tells`: whether this LMS knows who made something. */
  constructor(private readonly tells: boolean) {}

  apply(change: Change): Outcome {
    switch (change.type) {
      case 'enrol':
        this.add(grantId(enrolmentKey(change.courseId)), 'integration');
        this.add(grantId(roleKey(change.courseId, change.roleId)), 'integration');
        break;
      case 'unassign':
        this.held.delete(grantId(roleKey(change.courseId, change.roleId)));
        break;
      case 'unenrol':
        this.unenrol(change.courseId);
        break;
      case 'suspend':
        this.suspend(change.courseId);
        break;
      case 'resume':
        this.suspended.delete(grantId(enrolmentKey(change.courseId)));
        break;
      case 'cohort_add':
        this.add(grantId(cohortKey(change.cohortId)), 'integration');
        break;
      case 'cohort_remove':
        this.held.delete(grantId(cohortKey(change.cohortId)));
    }
    return { applied: 'yes' };
  }

  /** Whether it was not there before. */
  add(key: string, by: Maker): boolean {
    if (this.held.has(key)) return false;
    this.held.set(key, by);
    return true;
  }

  /** Removes the enrolment and every role in the course; what went. */
  unenrol(courseId: number): string[] {
    const gone = [...this.held.keys()].filter((key) => courseOf(key) === courseId);
    for (const key of gone) this.held.delete(key);
    this.suspended.delete(grantId(enrolmentKey(courseId)));
    return gone;
  }

  suspend(courseId: number): void {
    const key = grantId(enrolmentKey(courseId));
    if (this.held.has(key)) this.suspended.add(key);
  }

  /** What gives something now: all that is held, without courses whose enrolment is suspended. */
  effective(): string[] {
    const closed = new Set(Array.from(this.suspended, courseOf));
    return [...this.held.keys()].filter((key) => !closed.has(courseOf(key) ?? NaN)).sort();
  }

  holdings(): Holdings {
    const enrolments: { courseId: number; by: Maker; suspended: boolean }[] = [];
    const roles: { courseId: number; roleId: number; by: Maker }[] = [];
    const cohorts: { cohortId: number; by: Maker }[] = [];
    for (const [key, maker] of this.held) {
      const [kind, target, roleId] = key.split(':');
      const by = this.tells ? maker : 'unknown';
      if (kind === 'enrolment') enrolments.push({ courseId: Number(target), by, suspended: this.suspended.has(key) });
      if (kind === 'role') roles.push({ courseId: Number(target), roleId: Number(roleId), by });
      if (kind === 'cohort') cohorts.push({ cohortId: Number(target), by });
    }
    return { enrolments, roles, cohorts };
  }
}

/** The course that a key is about, or null for a cohort. */
export function courseOf(key: string): number | null {
  const [kind, target] = key.split(':');
  return kind === 'cohort' ? null : Number(target);
}
