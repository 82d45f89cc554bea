import type { Turns } from '@pulsetech/server-kit';

/** Whatever the billing server says, nobody waits longer because of it. */
const LONGEST_MS = 500;
/** For the way there, so that the question is there when its time comes. */
const EARLY_MS = 5;

/**
 * Asks the billing server no sooner than it would ask Discord. A question that has to wait there keeps everybody who comes
 * meanwhile for the one after it; one that is asked as late as possible is asked for all of them.
 */
export class AnnouncedTurns implements Turns {
  /** By `performance.now()`. */
  private at = 0;

  announce(inMs: number): void {
    this.at = performance.now() + Math.min(inMs - EARLY_MS, LONGEST_MS);
  }

  get waitMs(): number {
    return Math.max(0, this.at - performance.now());
  }

  take(): number {
    return this.waitMs;
  }
}
