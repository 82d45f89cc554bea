import type { Exception } from './exception.js';
import { EXCEPTIONS } from './exceptions.js';

/** What became of the recordings of a run. */
export class Tally {
  private equal = 0;
  private readonly different: string[] = [];
  private readonly excepted = new Map<Exception, string[]>();

  countEqual(): void {
    this.equal++;
  }

  countDifferent(recording: string): void {
    this.different.push(recording);
  }

  countExcepted(recording: string, exception: Exception): void {
    this.excepted.set(exception, [...(this.excepted.get(exception) ?? []), recording]);
  }

  /** Exceptions that no recording needed, of those that could be needed. */
  unused(database: 'sqlite' | 'mariadb'): string[] {
    return EXCEPTIONS.filter(({ when }) => when.database === undefined || when.database === database)
      .filter((exception) => !this.excepted.has(exception))
      .map(({ because }) => because);
  }

  toString(): string {
    const byReason = new Map<string, number>();
    for (const [{ reason }, recordings] of this.excepted) {
      byReason.set(reason, (byReason.get(reason) ?? 0) + recordings.length);
    }
    const excepted = [...byReason.values()].reduce((sum, count) => sum + count, 0);
    const replayed = this.equal + excepted + this.different.length;
    return [
      `Recordings of Moodle: ${replayed} replayed, ${this.equal} equal, ${excepted} excepted, ${this.different.length} different`,
      ...[...byReason].sort().map(([reason, count]) => `  ${String(count).padStart(4)} ${reason}`),
      ...this.different.map((recording) => `  different: ${recording}`),
    ].join('\n');
  }
}
