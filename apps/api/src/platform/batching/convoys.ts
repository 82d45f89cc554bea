import { AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** While one waits for the database, the next is computed. */
const UNDER_WAY = 2;
/** As many as a {@link Batcher} does together. */
const MOST_MEMBERS = 100;
/** Longer than a batch waits for a row that somebody else holds; then who meets it goes on alone, and the next begin. */
const LONGEST_MS = 4000;

/**
 * Lets work of several steps that begins at the same time begin together. Each step's {@link Batcher} then finds all of a
 * convoy at once, where pieces of work that come one by one would be spread over all steps. Few convoys are under way at
 * a time; what comes meanwhile makes the next one, so that they grow with the load.
 */
export class Convoys {
  private waiting: (() => Promise<void>)[] = [];
  private underWay = 0;

  /** What the work answers or throws; another's failure touches nobody else. The work must not wait for other members. */
  join<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const member = async (): Promise<void> => {
        try {
          resolve(await work());
        } catch (error) {
          reject(error);
        }
      };
      // Each goes on as the request that it came from, whoever set the convoy going.
      this.waiting.push(AsyncResource.bind(member));
      if (this.underWay === UNDER_WAY) return;
      this.underWay++;
      setImmediate(() => void this.depart());
    });
  }

  private async depart(): Promise<void> {
    while (this.waiting.length > 0) {
      const members = this.waiting.splice(0, MOST_MEMBERS);
      const waiting = new AbortController();
      const late = sleep(LONGEST_MS, undefined, { ref: false, signal: waiting.signal }).catch(ignore);
      await Promise.race([Promise.all(members.map((begin) => begin())), late]);
      waiting.abort();
    }
    this.underWay--;
  }
}

/** The waiting was broken off because all had arrived. */
function ignore(): void {
  return undefined;
}
