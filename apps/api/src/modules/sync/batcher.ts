/**
 * Does together what is asked for at the same time. What comes while a batch is at work waits and makes the next one, so
 * that batches grow with the load and a single one is not delayed.
 */
export class Batcher<T, R> {
  private waiting: { readonly items: T[]; readonly results: Promise<readonly R[]> } | null = null;
  private atWork: Promise<unknown> = Promise.resolve();

  /** `work` answers one result for each item, in their order. */
  constructor(private readonly work: (items: readonly T[]) => Promise<readonly R[]>) {}

  async add(item: T): Promise<R> {
    const batch = this.waiting ?? this.begin();
    const place = batch.items.push(item) - 1;
    const results = await batch.results;
    return results[place] as R;
  }

  private begin(): NonNullable<typeof this.waiting> {
    const items: T[] = [];
    const results = this.atWork.then(() => {
      this.waiting = null;
      return this.work(items);
    });
    this.atWork = results.catch(() => undefined);
    this.waiting = { items, results };
    return this.waiting;
  }
}
