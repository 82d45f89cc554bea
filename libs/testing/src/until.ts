import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 5;

/**
 * Waits until the check says yes, for `ms` milliseconds at most. What the check throws is thrown on.
 *
 * @param what what is waited for, as in “the upload is noted as given up”
 * @throws Error that says what did not happen, so that no test waits longer than it may
 */
export async function until(what: string, check: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`Within ${ms} ms it did not happen that ${what}.`);
    // A timer, so that others' timers run meanwhile, the test's own among them.
    await sleep(PAUSE_MS);
  }
}
