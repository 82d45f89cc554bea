import { FairTurns, type Urgency, type Waiting } from './fair-turns.js';

const SECOND_MS = 1000;

/**
 * How many requests may begin within any second, by urgency. Discord allows 50:
 * https://docs.discord.com/developers/topics/rate-limits#global-rate-limit. The last ones are kept for people who wait.
 */
const PER_SECOND: Readonly<Record<Urgency, number>> = { person: 45, change: 42, bulk: 40 };

/** Time, as the budget needs it; tests have their own. */
export interface BudgetClock {
  nowMs(): number;
  /** Runs it after so many milliseconds; the answer calls that off. */
  after(ms: number, run: () => void): () => void;
}

const REAL_TIME: BudgetClock = {
  nowMs: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

interface Waiter extends Waiting {
  readonly go: () => void;
}

/**
 * What one bot may ask of Discord over all its guilds: never more than 45 requests within any second, in fair turns
 * between guilds (`FairTurns`). What Discord allows for each route and guild is kept elsewhere.
 */
export class DiscordBudget {
  private readonly turns = new FairTurns<Waiter>();
  /** When the requests of the last second began. */
  private readonly begun: number[] = [];
  private callOff: (() => void) | null = null;

  constructor(private readonly clock: BudgetClock = REAL_TIME) {}

  /** Resolves when the request may begin; rejects with the signal's reason when that is given up first. */
  async take(waiting: Waiting, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const giveUp = (): void => {
        this.turns.remove(waiter);
        reject(signal?.reason instanceof Error ? signal.reason : new Error('Given up.'));
      };
      const go = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const waiter: Waiter = { ...waiting, go };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.turns.add(waiter);
      this.giveTurns();
    });
  }

  /** How many requests wait for their turn. */
  waiting(urgency: Urgency): number {
    return this.turns.count(urgency);
  }

  private giveTurns(): void {
    this.callOff?.();
    this.callOff = null;
    for (;;) {
      this.forgetOld();
      const waiter = this.turns.next((urgency) => this.begun.length < PER_SECOND[urgency]);
      if (!waiter) break;
      this.begun.push(this.clock.nowMs());
      waiter.go();
    }
    const oldest = this.begun[0];
    if (this.turns.isEmpty || oldest === undefined) return;
    // At least a millisecond, since timers may be early by parts of one.
    const ms = Math.max(1, Math.ceil(oldest + SECOND_MS - this.clock.nowMs()));
    this.callOff = this.clock.after(ms, () => this.giveTurns());
  }

  private forgetOld(): void {
    const now = this.clock.nowMs();
    while (this.begun[0] !== undefined && this.begun[0] + SECOND_MS <= now) this.begun.shift();
  }
}
