import type { RunPhase, RunState } from '@pulsetech/contracts';
import type { ProductDatabase } from '../harness/product-database.js';
import { pause } from './runs-client.js';

const EVERY_MS = 5;
/** So many changes are on record when a phase that makes changes is in the middle of them. */
const SOME_CHANGES = 40;

/** How far a run got, as its row and the record of its changes say. */
export interface Progress {
  readonly state: RunState;
  readonly phase: RunPhase | null;
  readonly membersread: number;
  readonly given: number;
  readonly taken: number;
}

const GIVEN = "'granted', 'adopted', 'resumed'";
const PROGRESS = `SELECT r.state, r.phase, r.membersread,
    (SELECT COUNT(*) FROM sync_changes c WHERE c.runid = r.id AND c.action IN (${GIVEN})) AS given,
    (SELECT COUNT(*) FROM sync_changes c WHERE c.runid = r.id AND c.action NOT IN (${GIVEN})) AS taken
  FROM sync_runs r WHERE r.id = ?`;

/** Whether a run that is in this phase has work behind it there, and more before it. */
const IN_THE_MIDDLE: Readonly<Record<RunPhase, (progress: Progress) => boolean>> = {
  snapshot: ({ membersread }) => membersread > 0,
  walk: ({ given }) => Number(given) >= SOME_CHANGES,
  confirm: () => true,
  remove: ({ taken }) => Number(taken) >= SOME_CHANGES,
  undo: ({ given, taken }) => Number(given) + Number(taken) >= SOME_CHANGES,
};

export async function progressOf(database: ProductDatabase, runId: number): Promise<Progress> {
  const [progress] = await database.query<Progress>(PROGRESS, [runId]);
  if (!progress) throw new Error(`There is no run ${runId}.`);
  return progress;
}

/** Waits until a run is in the middle of a phase; fails when it passes or ends without having been met there. */
export async function inTheMiddleOf(
  phase: RunPhase,
  database: ProductDatabase,
  runId: number,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const progress = await progressOf(database, runId);
    if (progress.phase === phase && IN_THE_MIDDLE[phase](progress)) return;
    if (progress.state !== 'running' || Date.now() > deadline)
      throw new Error(`Run ${runId} was not met in the middle of its phase ${phase}: ${JSON.stringify(progress)}`);
    await pause(EVERY_MS);
  }
}
