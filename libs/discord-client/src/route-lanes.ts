import { FairTurns, type Urgency, type Waiting } from './fair-turns.js';

/** The library sends one at a time of each lane; the second stands ready. */
const IN_A_LANE = 2;

interface Waiter extends Waiting {
  readonly go: () => void;
}

interface Lane {
  inside: number;
  readonly turns: FairTurns<Waiter>;
}

/**
 * Lines before the library's own ones, which know no urgency: one for each guild and route, since that is what Discord
 * limits (reading one member: five a second in a guild). Who is urgent passes those that wait here.
 */
export class RouteLanes {
  private readonly lanes = new Map<string, Lane>();

  /** Resolves with what to call when done, once; rejects with the signal's reason when that is given up first. */
  async enter(key: string, urgency: Urgency, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    const lane = this.lanes.get(key) ?? { inside: 0, turns: new FairTurns<Waiter>() };
    this.lanes.set(key, lane);
    if (lane.inside < IN_A_LANE && lane.turns.isEmpty) lane.inside += 1;
    else await waitIn(lane, urgency, signal);
    return () => this.leave(key, lane);
  }

  /** How many requests wait in all lanes. */
  waiting(urgency: Urgency): number {
    return [...this.lanes.values()].reduce((sum, { turns }) => sum + turns.count(urgency), 0);
  }

  private leave(key: string, lane: Lane): void {
    const next = lane.turns.next();
    if (next) {
      next.go();
      return;
    }
    lane.inside -= 1;
    if (lane.inside === 0) this.lanes.delete(key);
  }
}

function waitIn(lane: Lane, urgency: Urgency, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      lane.turns.remove(waiter);
      reject(signal.reason instanceof Error ? signal.reason : new Error('Given up.'));
    };
    const go = (): void => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    };
    const waiter: Waiter = { guildId: null, urgency, go };
    signal.addEventListener('abort', giveUp, { once: true });
    lane.turns.add(waiter);
  });
}
