/** Gives a connection to one user at a time, in the order of asking. */
export class ConnectionLock {
  private tail: Promise<void> = Promise.resolve();

  constructor(private readonly timeoutMs: number) {}

  /** Resolves with the function that gives the connection back. Throws when its turn has not come within the time. */
  async acquire(): Promise<() => void> {
    const previous = this.tail;
    let release: () => void = () => undefined;
    this.tail = new Promise((resolve) => (release = resolve));
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<'timeout'>((resolve) => {
      timer = setTimeout(() => resolve('timeout'), this.timeoutMs);
    });
    const turn = await Promise.race([previous, timeout]);
    clearTimeout(timer);
    if (turn === 'timeout') {
      // Whoever queued behind must go on waiting for the holder, not for the one who gave up.
      void previous.then(release);
      throw new Error(
        `The database connection was not free within ${this.timeoutMs} ms: a transaction is still open. ` +
          'Inside a transaction use only the EntityManager that it hands out.',
      );
    }
    return release;
  }
}
