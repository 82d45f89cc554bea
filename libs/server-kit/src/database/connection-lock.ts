interface Waiter {
  readonly take: () => void;
}

/** Gives a connection to one user at a time, in the order of asking. */
export class ConnectionLock {
  private held = false;
  private readonly waiting = new Set<Waiter>();

  constructor(private readonly timeoutMs: number) {}

  /** Resolves with the function that gives the connection back. Throws when its turn has not come within the time. */
  async acquire(): Promise<() => void> {
    if (this.held) await this.turn();
    this.held = true;
    let given = false;
    return () => {
      if (given) return;
      given = true;
      this.passOn();
    };
  }

  /** The lock stays held while it is passed on, so that nobody slips in between. */
  private passOn(): void {
    const [next] = this.waiting;
    if (!next) {
      this.held = false;
      return;
    }
    this.waiting.delete(next);
    next.take();
  }

  private turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(waiter);
        reject(
          new Error(
            `The database connection was not free within ${this.timeoutMs} ms: a transaction is still open. ` +
              'Inside a transaction use only the EntityManager that it hands out.',
          ),
        );
      }, this.timeoutMs);
      const waiter: Waiter = {
        take: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      this.waiting.add(waiter);
    });
  }
}
