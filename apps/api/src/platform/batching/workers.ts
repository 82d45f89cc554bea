/**
 * Does the work for every item, so many at a time. Once a piece of work fails no other is begun, and what was begun is
 * waited for: when this ends, nothing of it goes on.
 *
 * @throws the error that came first
 */
export async function withWorkers<T>(
  workers: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const errors: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const item of waiting) {
      if (errors.length > 0) return;
      try {
        await work(item);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, items.length) }, worker));
  if (errors.length > 0) throw errors[0];
}
