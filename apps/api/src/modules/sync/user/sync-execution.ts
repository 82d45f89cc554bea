import { Injectable, Logger } from '@nestjs/common';
import { isGaining, type Failure, type Grant, type OnLoss, type Plan, type Step } from '@pulsetech/domain';
import { counter } from '@pulsetech/server-kit';
import { LmsError } from '../../lms/lms.errors.js';
import { LmsCatalogue } from '../../mappings/lms-catalogue.js';
import { SettingsService } from '../../settings/settings.service.js';
import { SyncJobs } from '../jobs/sync-jobs.js';
import { DeletedUsers } from './deleted-users.js';
import { PlanExecution, type Begin } from './plan-execution.js';
import { outcomeOf, refusedOutcome, withProblem } from './sync-outcome.js';
import { ROLES_UNREAD, USER_GONE } from './sync-words.js';
import type { KnownRequest, SyncOutcome, SyncSubject } from './sync.types.js';

const synced = counter({
  name: 'pulsetech_user_syncs_total',
  help: 'Synchronisations of one user that changed something or could not, by what began them.',
  labels: ['cause', 'outcome'],
});

/** What there is to do for a user. */
export interface Due {
  readonly plan: Plan;
  readonly grants: readonly Grant[];
  /** Whether it is all that there is to do, so that the observation counts as applied with it. */
  readonly whole: boolean;
  /** Something would be taken, were it known whether its Discord role still exists. */
  readonly unsure?: boolean;
}

/** Carries out what is due, and tells what came of it; what did not work is noted to be tried again. */
@Injectable()
export class SyncExecution {
  private readonly logger = new Logger('Sync');

  constructor(
    private readonly plans: PlanExecution,
    private readonly lists: LmsCatalogue,
    private readonly settings: SettingsService,
    private readonly deleted: DeletedUsers,
    private readonly jobs: SyncJobs,
  ) {}

  /** `begin` as of {@link PlanExecution}; `onLoss`: instead of what the settings say. */
  async carryOut(
    request: SyncSubject | KnownRequest,
    { plan: { steps, blocked }, grants, whole, unsure }: Due,
    begin: Begin,
    onLoss?: OnLoss,
  ): Promise<SyncOutcome> {
    const seen = 'observation' in request && whole ? request : null;
    try {
      const task = { subject: request, steps, grants, seen, onLoss: onLoss ?? (await this.policyFor(steps)) };
      const { failures, ...execution } = await this.plans.run(task, begin);
      if (failures.some(({ code }) => code === 'user_missing') && (await this.deleted.isGone(request.userId))) {
        await this.deleted.forget(request);
        return this.refuse(request, USER_GONE);
      }
      if (failures.some(isPassing)) this.jobs.again(request);
      const outcome = outcomeOf({ ...execution, failures }, blocked, await this.lists.lists());
      this.log(request, outcome);
      return unsure === true ? this.postponed(request, outcome) : outcome;
    } catch (error) {
      if (!(error instanceof LmsError)) throw error;
      this.jobs.again(request);
      return this.refuse(request, `${error.message} Nothing changes because of that; it is tried again.`);
    }
  }

  /** Nothing may be done, or nothing is known. */
  refuse(
    { userId, cause }: Pick<SyncSubject, 'userId' | 'cause'>,
    problem: string,
    skipped: SyncOutcome['skipped'] = 'refused',
  ): SyncOutcome {
    synced.add({ cause, outcome: 'refused' });
    this.logger.warn({ userId, cause }, `User ${userId} was not synchronised (${cause}): ${problem}`);
    return refusedOutcome(problem, skipped);
  }

  /** Besides what was done, something may have to be taken: that is tried again. */
  postponed(request: SyncSubject | KnownRequest, outcome: SyncOutcome): SyncOutcome {
    const { userId, cause } = request;
    synced.add({ cause, outcome: 'postponed' });
    this.logger.warn({ userId, cause }, `User ${userId} (${cause}): ${ROLES_UNREAD}`);
    this.jobs.again(request);
    return withProblem(outcome, ROLES_UNREAD);
  }

  /** Only who takes something needs to know how. */
  private async policyFor(steps: readonly Step[]): Promise<OnLoss> {
    if (steps.every(isGaining)) return 'unenrol';
    return (await this.settings.get()).lossPolicy;
  }

  private log({ userId, cause, runId }: SyncSubject, { result, problems, failures }: SyncOutcome): void {
    const { enrolled, unenrolled, errors } = result;
    synced.add({ cause, outcome: errors > 0 ? 'with_errors' : 'done' });
    const facts = { userId, cause, runId, enrolled, unenrolled, errors };
    this.logger.log(facts, `User ${userId} synchronised (${cause}): ${enrolled} enrolled, ${unenrolled} unenrolled`);
    const codes = failures.map(({ code }) => code);
    if (errors > 0) this.logger.warn({ ...facts, codes }, `User ${userId} (${cause}): ${problems.join(' ')}`);
  }
}

/** Whether it may work a little later, without anybody doing something about it. */
function isPassing({ applied, code }: Failure): boolean {
  return applied === 'unknown' || code === 'lms_unavailable';
}
