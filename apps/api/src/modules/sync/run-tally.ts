import type { Mapping, UnknownReason } from '@pulsetech/domain';
import type { RunProgress } from './runs.repository.js';
import { UNKNOWN_PROBLEMS } from './sync-words.js';
import type { SyncOutcome } from './sync.types.js';

/** Most different problems that a run's reason spells out. */
const PROBLEMS_TOLD = 5;

/** Counts what a run does. A broken mapping is one error of the run, however many people it concerns. */
export class RunTally {
  users = 0;
  private enrolled = 0;
  private unenrolled = 0;
  private failed = 0;
  private readonly broken = new Map<number, number>();
  private readonly problems = new Map<string, number>();

  get errors(): number {
    return this.failed + this.broken.size;
  }

  add({ result, own }: SyncOutcome): void {
    this.enrolled += result.enrolled;
    this.unenrolled += result.unenrolled;
    this.failed += own.errors;
    for (const problem of own.problems) this.note(problem);
  }

  block(mappings: readonly Mapping[]): void {
    for (const { id } of mappings) this.broken.set(id, (this.broken.get(id) ?? 0) + 1);
  }

  unknown(reason: UnknownReason): void {
    this.fail(UNKNOWN_PROBLEMS[reason]);
  }

  fail(problem: string): void {
    this.failed++;
    this.note(problem);
  }

  progress(): RunProgress {
    const { users, enrolled, unenrolled, errors } = this;
    return { users, enrolled, unenrolled, errors };
  }

  /** What did not work, for people; null when everything did. */
  reason(): string | null {
    const told = [...this.problems].slice(0, PROBLEMS_TOLD).map(([problem, times]) => `${problem}${timesText(times)}`);
    const untold = this.problems.size - told.length;
    if (untold > 0) told.push(`And ${untold} more; the log has all of them.`);
    const people = [...this.broken.values()].reduce((sum, holders) => sum + holders, 0);
    if (this.broken.size > 0) {
      told.push(
        `${counted(this.broken.size, 'broken role mapping')} gave nothing to ${counted(people, 'holder')} of the Discord role; the role mappings page says why.`,
      );
    }
    return told.length === 0 ? null : told.join(' ');
  }

  private note(problem: string): void {
    this.problems.set(problem, (this.problems.get(problem) ?? 0) + 1);
  }
}

function timesText(times: number): string {
  return times === 1 ? '' : ` (${times} times)`;
}

function counted(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
