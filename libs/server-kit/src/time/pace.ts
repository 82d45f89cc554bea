const SECOND_MS = 1000;

/** When something may begin. */
export interface Turns {
  /** How long whoever takes a turn now waits for it, in milliseconds. */
  readonly waitMs: number;
  /** Takes the next turn and answers how long to wait for it; it may throw instead when that is too long. */
  take(): number;
}

/**
 * Turns for what several want to begin: `burst` one right after the other, and beyond that `perSecond`, evenly. They come
 * in the order in which they are taken, so that whoever takes one at a time never gets a second before the others' first.
 */
export class Pace implements Turns {
  /** Until when the turns that were taken are accounted for at `perSecond`, by `performance.now()`. */
  private accountedUntil = 0;
  private readonly intervalMs: number;

  constructor(private readonly allowed: { readonly perSecond: number; readonly burst: number }) {
    this.intervalMs = SECOND_MS / allowed.perSecond;
  }

  get waitMs(): number {
    const early = (this.allowed.burst - 1) * this.intervalMs;
    return Math.max(0, this.accountedUntil - performance.now() - early);
  }

  take(): number {
    const wait = this.waitMs;
    this.accountedUntil = Math.max(this.accountedUntil, performance.now()) + this.intervalMs;
    return wait;
  }
}
