import type { EntityManager } from 'typeorm';
import type { Seen, StatesRepository } from '../../ledger/states.repository.js';

/** So many pages of the walk may be behind one page of people before one larger statement is cheaper. */
const MOST_TIMES = 4;

interface AtOneTime {
  readonly seen: Seen[];
  /** The newest of what was stored of them when the page was read. */
  knownUntil: number;
}

/** People of a Discord server of whom a run read the same as before, which costs less to write than what changed. */
export class SeenAgain {
  /** By the time at which they were read: that of their page of the walk. */
  private readonly times = new Map<number, AtOneTime>();

  add(seen: Seen, storedAt: number): void {
    const { at } = seen.observation;
    const known = this.times.get(at);
    if (known) {
      known.seen.push(seen);
      known.knownUntil = Math.max(known.knownUntil, storedAt);
    } else {
      this.times.set(at, { seen: [seen], knownUntil: storedAt });
    }
  }

  /** A few statements, whoever they are; in the order of the users, so that two processes do not wait crosswise. */
  async write(states: StatesRepository, tx: EntityManager): Promise<void> {
    if (this.times.size > MOST_TIMES) {
      await states.put([...this.times.values()].flatMap(({ seen }) => seen).sort(byUser), tx);
      return;
    }
    for (const [at, { seen, knownUntil }] of this.times) {
      const userIds = seen.map(({ userId }) => userId).sort((a, b) => a - b);
      await states.putAgain(userIds, seen[0]?.guildId ?? null, at, knownUntil, tx);
    }
  }
}

function byUser(a: Seen, b: Seen): number {
  return a.userId - b.userId;
}
