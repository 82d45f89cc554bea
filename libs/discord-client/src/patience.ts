import { DiscordFailure } from './discord-failure.js';

/** How long something may take: a point in time that is handed on. */
export class Patience {
  private readonly endsAt: number;

  constructor(ms: number) {
    this.endsAt = Date.now() + ms;
  }

  get leftMs(): number {
    return Math.max(0, this.endsAt - Date.now());
  }

  /** The work's result, or `failure` when it takes too long; the work itself goes on. */
  async for<T>(work: Promise<T>, failure: () => DiscordFailure): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const end = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(failure()), this.leftMs);
    });
    try {
      return await Promise.race([work, end]);
    } finally {
      clearTimeout(timer);
    }
  }
}
