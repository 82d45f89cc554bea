import { Injectable } from '@nestjs/common';
import { LinksRepository } from '../../../linking/links.repository.js';
import { billingProblem } from '../../../mappings/billing-problems.js';
import { RunEnded, type CarriedRun } from '../carried-run.js';
import { MappedRoles } from '../waiting/mapped-roles.js';
import type { Phase, PhaseEnd } from './phase.js';
import { pauseOf, RunPace } from '../waiting/run-pace.js';
import { STANDS_STILL, UNPROVEN } from '../run-words.js';
import { Snapshots, type TimedSnapshot } from '../waiting/snapshots.js';

/** Has the guild read, once, and follows that; its progress is the run's. */
@Injectable()
export class SnapshotPhase implements Phase {
  constructor(
    private readonly links: LinksRepository,
    private readonly snapshots: Snapshots,
    private readonly roles: MappedRoles,
    private readonly pace: RunPace,
  ) {}

  async carryOut(work: CarriedRun): Promise<PhaseEnd> {
    // Before the members: whoever holds a role when it is deleted looks like somebody who lost it.
    if (work.run.roles === null) {
      await work.commit({ roles: await this.roles.existing(work), usersTotal: await this.links.count() });
    }
    let newsAt = performance.now();
    for (let poll = 0; ; poll++) {
      const { snapshot } = (await this.present(work)) ?? (await this.begin(work));
      const { membersRead, membersTotal, state } = snapshot;
      const isNews = membersRead !== work.run.membersRead || membersTotal !== work.run.membersTotal;
      if (isNews) {
        await work.commit({ membersRead, membersTotal });
        newsAt = performance.now();
      }
      if (state === 'failed') {
        const problem = billingProblem(snapshot.failure ?? 'discord_unavailable');
        throw new RunEnded('incomplete', `The Discord server could not be read to its end. ${problem}`);
      }
      if (state === 'complete') {
        const { proof } = snapshot;
        if (proof?.proven !== true) await work.commit({ reason: proof?.reason ?? UNPROVEN });
        return { next: 'walk' };
      }
      if (performance.now() - newsAt > this.pace.patienceMs) throw new RunEnded('incomplete', STANDS_STILL);
      await this.pace.wait(pauseOf(poll, this.pace.pollsMs), work);
    }
  }

  private async present(work: CarriedRun): Promise<TimedSnapshot | null> {
    const { snapshotId } = work.run;
    if (snapshotId === null) return null;
    const found = await this.snapshots.find(work, snapshotId);
    if (found === null) work.loseSnapshot();
    return found;
  }

  private async begin(work: CarriedRun): Promise<TimedSnapshot> {
    const begun = await this.snapshots.start(work, work.run.usersTotal);
    await work.commit({ snapshotId: begun.snapshot.id });
    return begun;
  }
}
