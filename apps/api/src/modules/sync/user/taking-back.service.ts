import { Injectable } from '@nestjs/common';
import { grantId, planLeaving } from '@pulsetech/domain';
import { UserLocks } from '../../../platform/locks/user-locks.js';
import { LinksRepository } from '../../linking/links.repository.js';
import { LmsCatalogue } from '../../mappings/lms-catalogue.js';
import { MappingsCatalogue } from '../../mappings/mappings-catalogue.js';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import { PlanExecution, type Begin } from './plan-execution.js';
import { reversalOf, SUSPENDING } from './reversals.js';
import { SyncExecution } from './sync-execution.js';
import { NOTHING_DONE, outcomeOf, together } from './sync-outcome.js';
import { SyncRecorder } from './sync-recorder.js';
import type { Reversal, Spared, SyncOptions, SyncOutcome, SyncSubject } from './sync.types.js';

/** Changes of what a user holds that follow from no observation: the link ended, or a run is undone. */
@Injectable()
export class TakingBackService {
  constructor(
    private readonly mappings: MappingsCatalogue,
    private readonly lists: LmsCatalogue,
    private readonly links: LinksRepository,
    private readonly ledger: LedgerRepository,
    private readonly recorder: SyncRecorder,
    private readonly plans: PlanExecution,
    private readonly execution: SyncExecution,
    private readonly locks: UserLocks,
  ) {}

  /**
   * Takes back what was given to the user, as when all Discord roles are lost: by the loss policy, so that courses may stay
   * suspended, to be resumed when the user links again. What cannot be taken back now stays in the ledger, and the outcome
   * says so. Nothing happens to whoever is linked by now to another Discord account than `discordId`. `expireBefore`:
   * suspensions that began before it (Unix seconds) end with the enrolment.
   *
   * @throws LocksError when another process keeps the user for too long
   */
  async revokeAll(of: SyncSubject & Pick<SyncOptions, 'expireBefore'>): Promise<SyncOutcome> {
    const mappings = await this.mappings.forSync();
    return this.locks.withLock(of.userId, async (lease) => {
      // Whoever looked for people without a link may have looked before this one linked again.
      const link = await this.links.findByUserId(of.userId);
      if (link !== null && link.discordId !== of.discordId) {
        return outcomeOf(NOTHING_DONE, [], await this.lists.lists());
      }
      const grants = await this.ledger.of(of.userId);
      const plan = { steps: planLeaving(mappings, grants, of.expireBefore), blocked: [] };
      const begin: Begin = (intents) => this.plans.store(of.userId, intents, lease);
      const outcome = await this.execution.carryOut(of, { plan, grants, whole: true }, begin);
      if (outcome.result.success) await this.recorder.unlinked(of.userId, lease);
      return outcome;
    });
  }

  /**
   * Reverses recorded changes of one user, except where what they made was changed since. It follows from no observation,
   * so that the next synchronisation may decide otherwise. What was given is taken back by the loss policy; what was resumed
   * is suspended again, whatever that says.
   *
   * @throws LocksError when another process keeps the user for too long
   */
  async reverse(
    of: Omit<SyncSubject, 'discordId'> & { readonly cause: 'undo' },
    reversals: readonly Reversal[],
  ): Promise<SyncOutcome & { readonly spared: readonly Spared[] }> {
    return this.locks.withLock(of.userId, async (lease) => {
      const [grants, link] = await Promise.all([this.ledger.of(of.userId), this.links.findByUserId(of.userId)]);
      const rows = new Map(grants.map((grant) => [grantId(grant), grant]));
      const looks = reversals.map((reversal) => reversalOf(reversal, rows.get(grantId(reversal.key)) ?? null, link));
      const steps = looks.flatMap((look) => ('step' in look ? [look] : []));
      const begin: Begin = (intents) => this.plans.store(of.userId, intents, lease);
      const outcomes: SyncOutcome[] = [];
      for (const onLoss of [undefined, 'suspend'] as const) {
        const part = steps.filter(({ action }) => SUSPENDING.has(action) === (onLoss === 'suspend'));
        if (part.length === 0) continue;
        const plan = { steps: part.map(({ step }) => step), blocked: [] };
        const due = { plan, grants: await this.ledger.of(of.userId), whole: false };
        outcomes.push(await this.execution.carryOut({ ...of, discordId: link?.discordId ?? null }, due, begin, onLoss));
      }
      const spared = looks.flatMap((look) => ('spared' in look ? [look.spared] : []));
      return { ...together(outcomes), spared };
    });
  }
}
