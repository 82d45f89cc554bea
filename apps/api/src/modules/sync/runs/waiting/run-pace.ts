import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { BELIEVED_WAITING_MS, type CarriedRun } from '../carried-run.js';

const PIECE_MS = 200;

/** How long runs wait for others. Settings of a provider, so that a test need not wait for minutes. */
@Injectable()
export class RunPace {
  /** How often it is asked how far a walk got; at first more often, as small guilds are read at once. */
  pollsMs: readonly number[] = [50, 100, 200, 400, 1000];
  /** Pauses between tries when somebody does not answer; the last one for all that follow. */
  pausesMs: readonly number[] = [250, 1000, 4000, 10_000, 30_000];
  /** So long a run waits for the billing server, or Discord behind it. */
  patienceMs = 600_000;
  /** How often the LMS is asked in all before a run gives up. */
  lmsAttempts = 6;
  /** What was read of somebody is taken to be true for so long when something is to be taken away. */
  freshMs = 900_000;

  /** Waits, unless the run is to stop meanwhile. @throws RunInterrupted */
  async wait(ms: number, work: CarriedRun): Promise<void> {
    const until = performance.now() + ms;
    for (;;) {
      await work.requireRunning(BELIEVED_WAITING_MS);
      const left = until - performance.now();
      if (left <= 0) return;
      await sleep(Math.min(PIECE_MS, left));
    }
  }
}

/** The pause after so many tries. */
export function pauseOf(attempt: number, pauses: readonly number[]): number {
  return pauses[Math.min(attempt, pauses.length - 1)] ?? 0;
}
