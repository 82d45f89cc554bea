import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Shares readings of something that changes elsewhere among those who must know how it stood after they asked. What began
 * before somebody asked says nothing to them; so besides the reading that is under way at most one more is waited for, by
 * everybody who came meanwhile, however many they are.
 */
export class LaterReadings<T> {
  private underWay: Promise<unknown> = Promise.resolve();
  private next: Promise<T> | null = null;

  /** Between the beginnings of two readings at least `pauseMs` go by. */
  constructor(
    private readonly read: () => Promise<T>,
    private readonly pauseMs = 0,
  ) {}

  /** What a reading answers, or throws, that begins after this call. */
  ask(): Promise<T> {
    this.next ??= this.underWay.then(() => this.begin());
    return this.next;
  }

  private begin(): Promise<T> {
    this.next = null;
    const reading = this.read();
    const pause = this.pauseMs > 0 ? sleep(this.pauseMs, undefined, { ref: false }) : null;
    this.underWay = Promise.allSettled([reading, pause]);
    return reading;
  }
}
