import { AsyncLocalStorage } from 'node:async_hooks';
import { DomainError, isConcurrencyFailure, isConnectionFailure, isInsideTransaction } from '@pulsetech/server-kit';
import { withWorkers } from './workers.js';

/** So many are done together at most, so that nobody waits long for those who came before. */
const MOST = 100;
/** A batch whose halves still fail after this time is given up: it is slow, and everybody waits for it. */
const PATIENCE_MS = 5000;

/** So many single ones of a batch that lost a race for locks are tried at the same time. */
const SINGLES_AT_ONCE = 4;

/** As the process started: a batch belongs to no request, and to no transaction. */
const outsideOfRequests = AsyncLocalStorage.snapshot();

interface Asked<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does together what is asked for at the same time. What comes while a batch is at work waits and makes the next one, so
 * that batches grow with the load, and a single one is not delayed.
 *
 * A batch that fails is done again in halves, down to single ones, so that a fault is told only to those who have it. Work
 * that fails must therefore have done nothing, as a transaction has, or be safe to repeat. What is nobody's fault in
 * particular is everybody's error, and nothing is repeated: it would only fail many times more, or was done already.
 *
 * A batch that lost a race for locks is one of whose members somebody else holds a row. Its members are tried one by one,
 * and the next batch does not wait for that; so several pieces of work can be under way then, with other items each.
 */
export class Batcher<T, R> {
  private waiting: Asked<T, R>[] = [];
  private atWork = false;

  /** `work` answers one result for each item, in their order; `most`: how many it is given at most. */
  constructor(
    private readonly work: (items: readonly T[]) => Promise<readonly R[]>,
    private readonly most = MOST,
  ) {}

  /** Not within a transaction: the batch would wait for its connection, and it for the batch. */
  add(item: T): Promise<R> {
    if (isInsideTransaction()) return Promise.reject(new Error('A batch must not be waited for within a transaction.'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.atWork) return;
      this.atWork = true;
      // After all that has arrived by now was looked at, so that it goes along.
      setImmediate(() => void outsideOfRequests(() => this.workOff()));
    });
  }

  private async workOff(): Promise<void> {
    while (this.waiting.length > 0) await this.together(this.waiting.splice(0, this.most));
    this.atWork = false;
  }

  /** Never throws: whoever asked is told. */
  private async together(batch: readonly Asked<T, R>[], deadline = performance.now() + PATIENCE_MS): Promise<void> {
    try {
      const results = await this.work(batch.map(({ item }) => item));
      if (results.length !== batch.length) throw new Error('A batch was answered with another number of results.');
      batch.forEach(({ resolve }, place) => {
        resolve(results[place] as R);
      });
    } catch (error) {
      const isRace = isConcurrencyFailure(error);
      if (batch.length === 1 || isEverybodys(error) || (!isRace && performance.now() > deadline)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      if (isRace) {
        void this.singly(batch, error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.together(batch.slice(0, half), deadline);
      await this.together(batch.slice(half), deadline);
    }
  }

  /** Never throws. Whoever has not had a turn when the patience ends is told what the batch failed with. */
  private async singly(batch: readonly Asked<T, R>[], failure: unknown): Promise<void> {
    const deadline = performance.now() + PATIENCE_MS;
    await withWorkers(SINGLES_AT_ONCE, batch, async (asked) => {
      if (performance.now() > deadline) asked.reject(failure);
      else await this.together([asked]);
    });
  }
}

/** A broken connection, after which nobody knows what was done; or a server that says itself that it does not answer. */
function isEverybodys(error: unknown): boolean {
  return isConnectionFailure(error) || error instanceof DomainError;
}
