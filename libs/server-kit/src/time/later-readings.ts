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
  /** When the last ones began, by `performance.now()`. */
  private begun: number[] = [];

  /** At most `perSecond` begin within a second. */
  constructor(
    private readonly read: () => Promise<T>,
    private readonly perSecond = Infinity,
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
    if (this.perSecond === Infinity) return;
    const now = performance.now();
    this.begun = [...this.begun, now].slice(-this.perSecond);
    const [first = now] = this.begun;
    const wait = this.begun.length < this.perSecond ? 0 : first + SECOND_MS - now;
    if (wait > 0) await sleep(wait, undefined, { ref: false });
  }
}
