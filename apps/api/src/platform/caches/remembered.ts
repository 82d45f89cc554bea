import type { Clock } from '@pulsetech/server-kit';

/**
 * One value that is read anew when it is older than `ms`, as another process may have changed it. Questions at the same
 * time read once, and a failure is not kept.
 */
export class Remembered<T> {
  private known: { readonly value: Promise<T>; readonly readAt: number } | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly ms: number,
    private readonly read: () => Promise<T>,
  ) {}

  async get(): Promise<T> {
    const now = this.clock.nowMs();
    if (this.known && now - this.known.readAt < this.ms && now >= this.known.readAt) return this.known.value;
    const reading = { value: this.read(), readAt: now };
    this.known = reading;
    try {
      return await reading.value;
    } catch (error) {
      if (this.known === reading) this.known = null;
      throw error;
    }
  }

  /** The next question reads, also when a reading is under way that began before. */
  forget(): void {
    this.known = null;
  }
}
