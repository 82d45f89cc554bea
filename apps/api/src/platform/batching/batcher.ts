import { isConnectionFailure } from '@pulsetech/server-kit';

/** So many are done together at most, so that nobody waits long for those who came before. */
const MOST = 100;

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
 * that fails must therefore have done nothing, as a transaction has, or be safe to repeat. Where the connection broke
 * nobody knows what was done: the error is everybody's then, and nothing is repeated.
 */
export class Batcher<T, R> {
  private waiting: Asked<T, R>[] = [];
  private atWork = false;

  /** `work` answers one result for each item, in their order. */
  constructor(private readonly work: (items: readonly T[]) => Promise<readonly R[]>) {}

  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.atWork) return;
      this.atWork = true;
      // After all that has arrived by now was looked at, so that it goes along.
      setImmediate(() => void this.workOff());
    });
  }

  private async workOff(): Promise<void> {
    while (this.waiting.length > 0) await this.together(this.waiting.splice(0, MOST));
    this.atWork = false;
  }

  /** Never throws: whoever asked is told. */
  private async together(batch: readonly Asked<T, R>[]): Promise<void> {
    try {
      const results = await this.work(batch.map(({ item }) => item));
      if (results.length !== batch.length) throw new Error('A batch was answered with another number of results.');
      batch.forEach(({ resolve }, place) => {
        resolve(results[place] as R);
      });
    } catch (error) {
      if (batch.length === 1 || isConnectionFailure(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const half = Math.ceil(batch.length / 2);
      await this.together(batch.slice(0, half));
      await this.together(batch.slice(half));
    }
  }
}
