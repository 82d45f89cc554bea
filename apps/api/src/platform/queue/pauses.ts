import type { HandlingOptions } from './jobs.js';

/** At most six hours, whatever was doubled. */
const LONGEST_MS = 21_600_000;
const JITTER = 0.2;

/** How long to wait after so many failures, in milliseconds; see {@link HandlingOptions.backoffMs}. */
export function pauseAfter(failures: number, backoffMs: HandlingOptions['backoffMs'], random = Math.random()): number {
  const pause =
    typeof backoffMs === 'number'
      ? backoffMs * 2 ** (failures - 1)
      : (backoffMs[failures - 1] ?? backoffMs.at(-1) ?? 0);
  return Math.round(Math.min(pause, LONGEST_MS) * (1 - JITTER + 2 * JITTER * random));
}
