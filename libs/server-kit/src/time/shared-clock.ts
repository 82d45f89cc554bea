import type { OnApplicationShutdown } from '@nestjs/common';
import { Clock } from './clock.js';

/** How often it is looked what time it is elsewhere. */
const EVERY_MS = 15_000;
/** An answer that took longer says too little. */
const LONGEST_QUESTION_MS = 2_000;
/** Less than that is not told from what the question took on its way. */
const AGREEMENT_MS = 100;

export interface SharedClockOptions {
  readonly own: Clock;
  /** Asks the other side for its time, Unix milliseconds. */
  readonly ask: () => Promise<number>;
  /** Told when the own clock turns out to differ from before, and by how much. */
  readonly onDrift: (offsetMs: number) => void;
  /** Told when a question later than the first was not answered: until one is, the difference of before counts. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * The time of somebody whom all processes ask, as their database server: whatever is compared between processes (leases,
 * observations, the beginning of a run) means the same then, however wrong the clock of a machine is. Between two questions
 * the own clock goes on from there.
 */
export class SharedClock extends Clock implements OnApplicationShutdown {
  private offsetMs = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: SharedClockOptions) {
    super();
  }

  nowMs(): number {
    return this.options.own.nowMs() + this.offsetMs;
  }

  /** Asks for the first time, and now and then from here on. Rejects when the first question is not answered. */
  async start(): Promise<void> {
    await this.compare();
    this.timer = setInterval(() => void this.compare().catch(this.options.onFailure), EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  /** Compares the clocks once. */
  async compare(): Promise<void> {
    const [before, sent] = [this.options.own.nowMs(), performance.now()];
    const theirs = await this.options.ask();
    const tookMs = performance.now() - sent;
    if (tookMs > LONGEST_QUESTION_MS) return;
    const offsetMs = Math.round(theirs - (before + tookMs / 2));
    if (Math.abs(offsetMs - this.offsetMs) < AGREEMENT_MS) return;
    this.offsetMs = offsetMs;
    this.options.onDrift(offsetMs);
  }
}
