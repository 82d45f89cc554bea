import type { Clock } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';

const REMEMBERED = 50_000;

interface Counted {
  count: number;
  /** Unix seconds. */
  readonly since: number;
}

/**
 * Counts by key, within windows of so many seconds that begin with their first count. In this process only, and with
 * bounded memory: what was not counted for longest is forgotten first.
 */
export class WindowCounter {
  // By size, as for a number of entries the cache takes the memory of all of them at once.
  private readonly windows = new LRUCache<string, Counted>({ maxSize: REMEMBERED, sizeCalculation: () => 1 });

  constructor(
    private readonly clock: Clock,
    private readonly limit: { readonly most: number; readonly seconds: number },
  ) {}

  /** Seconds until there is room for one more; 0 when there is. */
  waitFor(key: string): number {
    const window = this.current(key);
    if (!window || window.count < this.limit.most) return 0;
    return window.since + this.limit.seconds - this.clock.nowSeconds();
  }

  add(key: string): void {
    const window = this.current(key);
    if (window) window.count++;
    else this.windows.set(key, { count: 1, since: this.clock.nowSeconds() });
  }

  /** Takes one count back. */
  takeBack(key: string): void {
    const window = this.current(key);
    if (window && window.count > 0) window.count--;
  }

  clear(key: string): void {
    this.windows.delete(key);
  }

  private current(key: string): Counted | undefined {
    const window = this.windows.get(key);
    return window && this.clock.nowSeconds() - window.since < this.limit.seconds ? window : undefined;
  }
}
