import { Injectable } from '@nestjs/common';
import { BrokenMappings } from './broken-mappings.js';
import { RunEnded, type CarriedRun } from '../carried-run.js';
import { ExpiredSuspensions } from './expired-suspensions.js';
import { MappedRoles } from '../waiting/mapped-roles.js';
import type { PhaseEnd } from './phase.js';
import { RunItemsRepository } from '../run-items.repository.js';
import { RunProblemsRepository } from '../run-problems.repository.js';
import { RunRules } from '../run-rules.js';
import { ROLE_VANISHED } from '../run-words.js';

/** The end of the walk: whether what was collected may count, and what is collected besides. */
@Injectable()
export class CollectedWalk {
  constructor(
    private readonly items: RunItemsRepository,
    private readonly problems: RunProblemsRepository,
    private readonly broken: BrokenMappings,
    private readonly expired: ExpiredSuspensions,
    private readonly roles: MappedRoles,
    private readonly rules: RunRules,
  ) {}

  /** @throws RunEnded `incomplete` when a mapped Discord role was deleted since the run began */
  async end(work: CarriedRun): Promise<PhaseEnd> {
    const { id, errors, reason } = work.run;
    if (reason !== null) return { state: 'incomplete', reason };
    // Whoever holds a role when it is deleted looks like somebody who lost it.
    if (await this.roles.haveVanished(work)) throw new RunEnded('incomplete', ROLE_VANISHED);
    await this.collectExpired(work);
    const problems = await this.broken.problems(work);
    const change = { phase: 'confirm', cursor: null, errors: errors + problems.length } as const;
    await work.commit(change, (tx) => this.problems.add(tx, id, problems));
    return { next: 'confirm' };
  }

  private async collectExpired(work: CarriedRun): Promise<void> {
    const { expireBefore } = await this.rules.of(work.run);
    if (expireBefore === undefined) return;
    const { id, dry } = work.run;
    for await (const removals of this.expired.removals(expireBefore)) {
      const items = dry ? removals.map((item) => ({ ...item, state: 'planned' as const })) : removals;
      await work.commit({}, (tx) => this.items.put(tx, id, items));
    }
  }
}
