import { setTimeout as sleep } from 'node:timers/promises';
import type { Turns } from './pace.js';

const AT_ONCE: Turns = { waitMs: 0, take: () => 0 };

/**
 * Shares readings of something that changes elsewhere among those who must know how it stood after they asked. What began
 * before somebody asked says nothing to them; so besides the reading that is under way at most one more is waited for, by
 * everybody who comes until it begins, however many they are.
 */
export class LaterReadings<T> {
  private underWay: Promise<unknown> = Promise.resolve();
  private next: Promise<T> | null = null;
  /** When the turn of the next comes, by `performance.now()`; null before it was taken. */
  private nextAt: number | null = null;

  /** Each reading takes one of the `turns` after the one before has ended. */
  constructor(
    private readonly read: () => Promise<T>,
    private readonly turns: Turns = AT_ONCE,
  ) {}

  /** What a reading answers, or throws, that begins after this call. */
  ask(): Promise<T> {
    this.next ??= this.readNext();
    return this.next;
  }

  /** How long until the next reading begins, or can begin, in milliseconds; while one is under way that may be too little. */
  get nextInMs(): number {
    return this.nextAt === null ? this.turns.waitMs : Math.max(0, this.nextAt - performance.now());
  }

  private async readNext(): Promise<T> {
    await this.underWay;
    try {
      await this.turn();
    } finally {
      this.next = null;
      this.nextAt = null;
    }
    const reading = this.read();
    this.underWay = Promise.allSettled([reading]);
    return reading;
  }

  private async turn(): Promise<void> {
    const wait = this.turns.take();
    this.nextAt = performance.now() + wait;
    if (wait > 0) await sleep(wait, undefined, { ref: false });
  }
}
