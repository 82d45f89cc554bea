import { courseOf } from './memory-lms.js';

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

  synchronise(healthy: ReadonlySet<string>, all: ReadonlySet<string>, makersAreTold: boolean): void {
    const gained = [...healthy].filter((key) => !this.known.has(key));
    for (const key of gained) {
      this.known.add(key);
      for (const part of [key, enrolmentOf(key)]) if (part && !this.holds(part)) this.ours.add(part);
    }
    const lost = [...this.known, ...this.reopened].filter((key) => !all.has(key));
    for (const key of [...lost, ...gained]) this.reopened.delete(key);
    for (const key of lost) this.known.delete(key);
    for (const key of lost) {
      this.ours.delete(key);
      const enrolment = enrolmentOf(key);
      if (!enrolment || [...this.known].some((other) => enrolmentOf(other) === enrolment)) continue;
      const roleByHand = [...this.hand].some((other) => other !== enrolment && enrolmentOf(other) === enrolment);
      if (!roleByHand) this.ours.delete(enrolment);
      else if (!makersAreTold && this.ours.delete(enrolment)) this.hand.add(enrolment);
    }
  }

  held(): string[] {
    return [...new Set([...this.hand, ...this.ours])].sort();
  }

  private holds(key: string): boolean {
    return this.hand.has(key) || this.ours.has(key);
  }
}

function enrolmentOf(key: string): string | null {
  const courseId = courseOf(key);
  return courseId === null ? null : `enrolment:${courseId}:0`;
}
