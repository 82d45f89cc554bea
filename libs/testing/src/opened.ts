import { within } from './within.js';

const CLOSE_MS = 20_000;

type Close = () => Promise<void>;

/** What a test opened, to be closed together: when it is done, and when opening the rest failed or took too long. */
export class Opened {
  private readonly ways: Close[] = [];
  private isClosed = false;

  /**
   * Notes how to close what was opened just now. After `close` it is closed at once.
   *
   * @throws Error when all was closed meanwhile, so that nothing further is opened
   */
  async add(close: Close): Promise<void> {
    if (this.isClosed) {
      await close();
      throw new Error('What this belongs to was closed meanwhile.');
    }
    this.ways.push(close);
  }

  /**
   * Closes everything once, the last that was opened first; what fails or hangs keeps nothing else open.
   *
   * @throws AggregateError of what could not be closed
   */
  async close(): Promise<void> {
    this.isClosed = true;
    const failures: unknown[] = [];
    for (let close = this.ways.pop(); close; close = this.ways.pop()) {
      try {
        await within(CLOSE_MS, 'Closing what a test opened', close());
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `Not everything could be closed: ${String(failures[0])}`);
  }
}
