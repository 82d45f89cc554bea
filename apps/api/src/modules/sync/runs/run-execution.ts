import { Injectable, Logger } from '@nestjs/common';
import type { RunPhase } from '@pulsetech/contracts';
import { isConnectionFailure } from '@pulsetech/server-kit';
import { LicenseError } from '../../license/license.errors.js';
import { LicenseService } from '../../license/license.service.js';
import { LmsError } from '../../lms/lms.errors.js';
import { RunEnded, RunInterrupted, type CarriedRun } from './carried-run.js';
import { ConfirmPhase } from './phases/confirm-phase.js';
import type { Phase } from './phases/phase.js';
import { RemovePhase } from './phases/remove-phase.js';
import { RunEnding, type Ending } from './run-ending.js';
import { requireSameServer } from './same-server.js';
import { pauseOf, RunPace } from './waiting/run-pace.js';
import { UNEXPECTED } from './run-words.js';
import { SnapshotPhase } from './phases/snapshot-phase.js';
import { UndoPhase } from './phases/undo-phase.js';
import { WalkPhase } from './phases/walk-phase.js';

/** How often a phase that got no further is begun again before the run is given up. */
const MOST_FAILURES = 4;

/** Carries a run from where it stands through its phases to its end. */
@Injectable()
export class RunExecution {
  private readonly logger = new Logger('Run');
  private readonly phases: Readonly<Record<RunPhase, Phase>>;

  constructor(
    snapshot: SnapshotPhase,
    walk: WalkPhase,
    confirm: ConfirmPhase,
    remove: RemovePhase,
    undo: UndoPhase,
    private readonly ending: RunEnding,
    private readonly licenses: LicenseService,
    private readonly pace: RunPace,
  ) {
    this.phases = { snapshot, walk, confirm, remove, undo };
  }

  /** @throws RunInterrupted when this process must stop before the end */
  async carryOut(work: CarriedRun): Promise<void> {
    await this.ending.end(work, await this.toItsEnd(work));
  }

  /** Under the lease, when nobody carries out a run: what was done after somebody had stopped one counts as well. */
  settleLeft(): Promise<void> {
    return this.ending.settleLeft();
  }

  private async toItsEnd(work: CarriedRun): Promise<Ending> {
    for (let failures = 0; ;) {
      const from = placeOf(work);
      try {
        return await this.throughPhases(work);
      } catch (error) {
        const ending = endingOf(error, work);
        if (ending !== null) return ending;
        const { id } = work.run;
        this.logger.error({ err: error, runId: id }, `Run ${id} met an unexpected error`);
        // While the database is away nothing of it can be written. Whoever finds it again goes on where the run stands.
        if (!isConnectionFailure(error)) failures = placeOf(work) === from ? failures + 1 : 1;
        if (failures >= MOST_FAILURES) return { state: 'failed', reason: UNEXPECTED };
        await this.pace.wait(pauseOf(failures, this.pace.pausesMs), work);
      }
    }
  }

  private async throughPhases(work: CarriedRun): Promise<Ending> {
    // To undo needs neither Discord nor the licence to it.
    if (work.run.undoes === null) {
      await this.licenses.verify();
      const { guildId } = await this.licenses.requireUsable();
      requireSameServer(work.run, guildId);
      if (work.run.guildId === null) await work.commit({ guildId });
    }
    for (;;) {
      const { phase } = work.run;
      if (phase === null) throw new Error('A run that goes on is in a phase.');
      const end = await this.phases[phase].carryOut(work);
      if ('state' in end) return { state: end.state, reason: end.reason ?? null };
      if (work.run.phase !== end.next) await work.commit({ phase: end.next, cursor: null });
    }
  }
}

function placeOf({ run }: CarriedRun): string {
  return `${run.phase} ${run.cursor} ${run.snapshotId} ${run.membersRead}`;
}

/** Null for what may pass. */
function endingOf(error: unknown, { run }: CarriedRun): Ending | null {
  if (error instanceof RunInterrupted) throw error;
  if (error instanceof RunEnded) return { state: error.state, reason: error.message };
  if (error instanceof LmsError) return { state: 'incomplete', reason: error.message };
  if (!(error instanceof LicenseError)) return null;
  // A run that began has given something already.
  return { state: run.phase === 'snapshot' ? 'failed' : 'incomplete', reason: error.message };
}
