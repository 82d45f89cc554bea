import { Injectable, Logger } from '@nestjs/common';
import {
  concernedBy,
  decide,
  phasesOf,
  settle,
  withWrites,
  type Change,
  type Decision,
  type Failure,
  type Grant,
  type Holdings,
  type LedgerWrite,
  type OnLoss,
  type Outcome,
  type Report,
  type Step,
} from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import type { Lease } from '../../../platform/locks/leases.js';
import { LocksError } from '../../../platform/locks/locks.errors.js';
import { LmsError } from '../../lms/lms.errors.js';
import { LmsWork } from './lms-work.js';
import type { Seen } from '../ledger/states.repository.js';
import { SyncRecorder } from './sync-recorder.js';
import type { SyncSubject } from './sync.types.js';

/** What became of a plan. */
export interface Execution {
  /** In the order of the mappings. */
  readonly reports: readonly Report[];
  readonly failures: readonly Failure[];
  /** Whether the user left a course. */
  readonly left: boolean;
}

/** What is to be carried out. */
export interface Task {
  readonly subject: SyncSubject;
  readonly steps: readonly Step[];
  readonly grants: readonly Grant[];
  readonly seen: Seen | null;
  readonly onLoss: OnLoss;
}

export type Begin = (intents: readonly LedgerWrite[]) => Promise<Lease>;

interface Draft {
  readonly reports: Report[];
  readonly failures: Failure[];
  left: boolean;
}

/**
 * Carries a plan out: looks at what the user holds, stores the intents, changes the LMS, settles. A process that is
 * killed in between leaves intents behind, which the next synchronisation of the user takes up.
 */
@Injectable()
export class PlanExecution {
  private readonly logger = new Logger(PlanExecution.name);

  constructor(
    private readonly lms: LmsWork,
    private readonly recorder: SyncRecorder,
    private readonly clock: Clock,
  ) {}

  /**
   * `begin` stores the first intents and answers the lease under which the work goes on, which stays the caller's to
   * release; `seen` is noted with the end.
   *
   * @throws LmsError when the LMS cannot be read at the beginning; nothing was changed then
   */
  async run({ subject, steps, grants, seen, onLoss }: Task, begin: Begin): Promise<Execution> {
    const execution: Draft = { reports: [], failures: [], left: false };
    let ledger = grants;
    let lease: Lease | null = null;
    const phases = phasesOf(steps);
    for (const phase of phases) {
      const holdings = await this.holdings(subject.userId, phase, execution, lease !== null);
      if (holdings === null) break;
      const decision = decide(phase, ledger, holdings, { onLoss });
      if (lease) await this.store(subject.userId, decision.intents, lease);
      else lease = await begin(decision.intents);
      const settlement = settle(decision, await this.apply(subject.userId, decision, lease));
      if (settlement.left.length > 0) execution.left = await this.endSessions(subject, lease);
      await this.recorder.settle(subject, settlement, lease, phase === phases.at(-1) ? seen : null);
      const at = this.clock.nowSeconds();
      ledger = withWrites(withWrites(ledger, decision.intents, at), settlement.writes, at);
      execution.reports.push(...settlement.reports);
      execution.failures.push(...settlement.failures);
    }
    return { ...execution, reports: inMappingOrder(execution.reports) };
  }

  /** Stores intents under a lease that is held already. */
  async store(userId: number, intents: readonly LedgerWrite[], lease: Lease): Promise<Lease> {
    await this.recorder.intend(userId, intents, lease);
    return lease;
  }

  /** Null when the LMS stopped answering halfway: the steps are failures, and what was done before stays told. */
  private async holdings(
    userId: number,
    steps: readonly Step[],
    execution: Draft,
    halfway: boolean,
  ): Promise<Holdings | null> {
    try {
      return await this.lms.holdings({ userId, ...concernedBy(steps) });
    } catch (error) {
      if (!halfway || !(error instanceof LmsError)) throw error;
      const { code, message } = error;
      for (const step of steps) {
        const { mappingId, key } = step;
        execution.failures.push({ change: takingBack(step), mappingId, keys: [key], applied: 'no', code, message });
      }
      return null;
    }
  }

  /** When the LMS fails as a whole, nobody knows what of the batch it did; the intents stay open. */
  private async apply(userId: number, { operations }: Decision, lease: Lease): Promise<readonly Outcome[]> {
    if (operations.length === 0) return [];
    try {
      return await this.lms.apply(
        operations.map(({ change }) => ({ ...change, userId })),
        lease,
      );
    } catch (error) {
      if (error instanceof LocksError) throw error;
      this.logger.error({ err: error, userId }, 'The LMS failed while a change was applied');
      return [];
    }
  }

  /** Before the loss is settled, so that it is made good when the process dies here. */
  private async endSessions({ userId, keepSid }: SyncSubject, lease: Lease): Promise<true> {
    await this.lms.endSessions(userId, keepSid, lease);
    return true;
  }
}

/** After the first phase there is only taking back. */
function takingBack({ key }: Step): Change {
  if (key.kind === 'cohort') return { type: 'cohort_remove', cohortId: key.targetId };
  if (key.kind === 'enrolment') return { type: 'unenrol', courseId: key.targetId };
  return { type: 'unassign', courseId: key.targetId, roleId: key.roleId };
}

function inMappingOrder(reports: readonly Report[]): Report[] {
  const place = ({ mappingId }: Report): number => mappingId ?? Number.MAX_SAFE_INTEGER;
  return [...reports].sort((a, b) => place(a) - place(b));
}
