import type { OnLoss } from '../src/index.js';
import { courseOf } from './memory-lms.js';

/** What the mappings give at the moment: by those that work, and by all of them. */
export interface Due {
  readonly healthy: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
}

/**
 * What must stand in the LMS at the end, said without intents, phases, retries and crashes: `hand` is what people made,
 * `ours` what the mappings gave on top of it, `known` what is accounted for as given.
 */
export class ReferenceModel {
  readonly hand = new Set<string>();
  readonly ours = new Set<string>();
  readonly known = new Set<string>();
  /** Taken away by hand in the middle of an attempt of ours: given anew if it is still due, otherwise lost. */
  readonly reopened = new Set<string>();
  /** Courses that are suspended, each with our roles that rest there. */
  readonly suspended = new Map<number, Set<string>>();

  constructor(
    private readonly onLoss: OnLoss,
    private readonly makersAreTold: boolean,
  ) {}

  synchronise({ healthy, all }: Due): void {
    const gained = [...healthy].filter((key) => !this.known.has(key));
    for (const key of gained) {
      this.known.add(key);
      for (const part of [key, enrolmentOf(key)]) if (part && !this.holds(part)) this.ours.add(part);
      this.resume(courseOf(key), healthy);
    }
    const lost = [...this.known, ...this.reopened].filter((key) => !all.has(key));
    for (const key of [...lost, ...gained]) this.reopened.delete(key);
    for (const key of lost) this.known.delete(key);
    const suspending = new Set(lost.filter((key) => this.isSuspendedWith(key)));
    for (const key of lost) if (!suspending.has(key)) this.take(key);
    for (const key of suspending) this.suspend(key);
  }

  /** The grace period of the suspensions of these courses is over. */
  expire(all: ReadonlySet<string>, courseIds: readonly number[]): void {
    for (const courseId of courseIds) {
      const resting = this.suspended.get(courseId);
      if (!resting) continue;
      for (const key of resting) if (!all.has(key) && resting.delete(key)) this.ours.delete(key);
      if (resting.size > 0) continue;
      this.suspended.delete(courseId);
      this.ours.delete(`enrolment:${courseId}:0`);
    }
  }

  held(): string[] {
    return [...new Set([...this.hand, ...this.ours])].sort();
  }

  /** Without what is in suspended courses. */
  effective(): string[] {
    return this.held().filter((key) => !this.suspended.has(courseOf(key) ?? NaN));
  }

  /** Of what rests in the course, only what a whole mapping gives is in force again. */
  private resume(courseId: number | null, healthy: ReadonlySet<string>): void {
    const resting = courseId === null ? undefined : this.suspended.get(courseId);
    if (courseId === null || !resting) return;
    this.suspended.delete(courseId);
    for (const key of resting) {
      if (healthy.has(key)) this.known.add(key);
      else this.ours.delete(key);
    }
  }

  /** Whether losing the key ends with a suspension: it was the last in a course whose enrolment is ours alone. */
  private isSuspendedWith(key: string): boolean {
    const enrolment = enrolmentOf(key);
    if (this.onLoss === 'unenrol' || enrolment === null || !this.ours.has(enrolment)) return false;
    return !this.isKnownIn(enrolment) && !this.isHeldByHandIn(enrolment);
  }

  private suspend(key: string): void {
    const courseId = courseOf(key) ?? NaN;
    const resting = this.suspended.get(courseId) ?? new Set();
    if (this.ours.has(key)) resting.add(key);
    this.suspended.set(courseId, resting);
  }

  private take(key: string): void {
    this.ours.delete(key);
    const enrolment = enrolmentOf(key);
    if (!enrolment || this.isKnownIn(enrolment)) return;
    const roleByHand = this.isHeldByHandIn(enrolment);
    if (!roleByHand) this.ours.delete(enrolment);
    else if (!this.makersAreTold && this.ours.delete(enrolment)) this.hand.add(enrolment);
  }

  private isKnownIn(enrolment: string): boolean {
    return [...this.known].some((other) => enrolmentOf(other) === enrolment);
  }

  private isHeldByHandIn(enrolment: string): boolean {
    return [...this.hand].some((other) => other !== enrolment && enrolmentOf(other) === enrolment);
  }

  private holds(key: string): boolean {
    return this.hand.has(key) || this.ours.has(key);
  }
}

function enrolmentOf(key: string): string | null {
  const courseId = courseOf(key);
  return courseId === null ? null : `enrolment:${courseId}:0`;
}
