import { setTimeout as sleep } from 'node:timers/promises';

const SECOND_MS = 1000;

/**
 * Shares readings of something that changes elsewhere among those who must know how it stood after they asked. What began
 * before somebody asked says nothing to them; so besides the reading that is under way at most one more is waited for, by
 * everybody who came meanwhile, however many they are.
 */
export class LaterReadings<T> {
  private underWay: Promise<unknown> = Promise.resolve();
  private next: Promise<T> | null = null;
  /** Until when what began is accounted for at `perSecond`, by `performance.now()`. */
  private accountedUntil = 0;

  /** At most `burst` begin one right after the other, and beyond that `perSecond`, evenly. */
  constructor(
    private readonly read: () => Promise<T>,
    private readonly pace: { readonly perSecond: number; readonly burst: number } = { perSecond: Infinity, burst: 1 },
  ) {}

  /** What a reading answers, or throws, that begins after this call. */
  ask(): Promise<T> {
    this.next ??= this.underWay.then(() => this.begin());
    return this.next;
  }

  private begin(): Promise<T> {
    this.next = null;
    const reading = this.read();
    this.underWay = Promise.allSettled([reading, this.pause()]);
    return reading;
  }

  private async pause(): Promise<void> {
    const { perSecond, burst } = this.pace;
    const interval = SECOND_MS / perSecond;
    const now = performance.now();
    this.accountedUntil = Math.max(this.accountedUntil, now) + interval;
    const wait = this.accountedUntil - now - (burst - 1) * interval;
    if (interval > 0 && wait > 0) await sleep(wait, undefined, { ref: false });
  }
}
