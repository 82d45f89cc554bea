import type { Clock } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';

/** So many callers are told apart; who did not call for longest is forgotten first. */
const REMEMBERED = 50_000;

const MINUTE_MS = 60_000;

/**
 * What one caller has left. One call costs 60,000; every millisecond gives as much as calls per minute are allowed, so
 * that all of it is whole numbers.
 */
interface Budget {
  left: number;
  /** Unix milliseconds. */
  at: number;
}

/**
 * Calls per minute for each caller, as a token bucket: a minute's calls may come at once, after that they come back
 * evenly. A refused call costs nothing, so whoever waits as long as told is let in. In this process only, with bounded
 * memory, and at the same small cost whatever the number of calls.
 */
export class CallBudget {
  private readonly budgets: LRUCache<string, Budget>;
  private readonly full: number;

  /** `perMinute` 0 allows every call. */
  constructor(
    private readonly clock: Clock,
    private readonly perMinute: number,
    remembered = REMEMBERED,
  ) {
    this.full = perMinute * MINUTE_MS;
    // By size, as for a number of entries the cache takes the memory of all of them at once.
    this.budgets = new LRUCache({ maxSize: remembered, sizeCalculation: () => 1 });
  }

  /** Counts a call: 0 when it is allowed, otherwise whole seconds until the next one will be. */
  take(key: string): number {
    if (this.perMinute === 0) return 0;
    const budget = this.current(key);
    if (budget.left >= MINUTE_MS) {
      budget.left -= MINUTE_MS;
      return 0;
    }
    return Math.ceil((MINUTE_MS - budget.left) / this.perMinute / 1000);
  }

  /**
   * Counts a call that is allowed whatever is left. A minute's calls are owed at most, so that those which are not taken
   * back hold nobody else up for longer.
   */
  overdraw(key: string): void {
    if (this.perMinute === 0) return;
    const budget = this.current(key);
    budget.left = Math.max(-this.full, budget.left - MINUTE_MS);
  }

  /** Takes back the count of a call. */
  giveBack(key: string): void {
    const budget = this.budgets.get(key);
    if (budget) budget.left = Math.min(this.full, budget.left + MINUTE_MS);
  }

  private current(key: string): Budget {
    const now = this.clock.nowMs();
    const known = this.budgets.get(key);
    if (known === undefined) {
      const fresh = { left: this.full, at: now };
      this.budgets.set(key, fresh);
      return fresh;
    }
    // A clock that was set back gives nothing, and takes nothing away.
    known.left = Math.min(this.full, known.left + Math.max(0, now - known.at) * this.perMinute);
    known.at = now;
    return known;
  }
}
