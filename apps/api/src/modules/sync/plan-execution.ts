import { Injectable, Logger } from '@nestjs/common';
import {
  concernedBy,
  decide,
  phasesOf,
  settle,
  withWrites,
  type Decision,
  type Failure,
  type Grant,
  type Holdings,
  type Outcome,
  type Report,
  type Step,
} from '@pulsetech/domain';
import type { Lease } from '../../platform/locks/leases.js';
import { LocksError } from '../../platform/locks/locks.errors.js';
import { SessionsService } from '../accounts/sessions.service.js';
import { LmsPort } from '../lms/lms.port.js';
import { LedgerRepository } from './ledger.repository.js';
import type { Seen } from './states.repository.js';
import { SyncRecorder } from './sync-recorder.js';
import type { SyncRequest } from './sync.types.js';

const NOTHING_HELD: Holdings = { enrolments: [], roles: [], cohorts: [] };

/** What became of a plan. */
export interface Execution {
  /** In the order of the mappings. */
  readonly reports: readonly Report[];
  readonly failures: readonly Failure[];
  /** Whether the user left a course. */
  readonly left: boolean;
}

/**
 * Carries a plan out: looks at what the user holds, stores the intents, changes the LMS, settles. A process that is
 * killed in between leaves intents behind, which the next synchronisation of the user takes up.
 */
@Injectable()
export class PlanExecution {
  private readonly logger = new Logger(PlanExecution.name);

  constructor(
    private readonly lms: LmsPort,
    private readonly ledger: LedgerRepository,
    private readonly recorder: SyncRecorder,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * `seen` is noted together with the last change.
   *
   * @throws LmsError when the LMS cannot be read; nothing was changed then
   */
  async run(
    request: Omit<SyncRequest, 'observation'>,
    steps: readonly Step[],
    grants: readonly Grant[],
    lease: Lease,
    seen: Seen | null,
  ): Promise<Execution> {
    const reports: Report[] = [];
    const failures: Failure[] = [];
    let left = false;
    let ledger = grants;
    const phases = phasesOf(steps);
    for (const phase of phases) {
      const decision = decide(phase, ledger, await this.holdings(request.userId, phase));
      if (!lease.isHeld()) throw new LocksError();
      await this.ledger.write(request.userId, decision.intents);
      const settlement = settle(decision, await this.apply(request.userId, decision));
      if (settlement.left.length > 0) left = await this.endSessions(request);
      await this.recorder.settle(request, settlement, phase === phases.at(-1) ? seen : null);
      ledger = withWrites(withWrites(ledger, decision.intents), settlement.writes);
      reports.push(...settlement.reports);
      failures.push(...settlement.failures);
    }
    return { reports: inMappingOrder(reports), failures, left };
  }

  private async holdings(userId: number, steps: readonly Step[]): Promise<Holdings> {
    const [holdings] = await this.lms.readHoldings([{ userId, ...concernedBy(steps) }]);
    return holdings ?? NOTHING_HELD;
  }

  /** When the LMS fails as a whole, nobody knows what of the batch it did; the intents stay open. */
  private async apply(userId: number, { operations }: Decision): Promise<readonly Outcome[]> {
    if (operations.length === 0) return [];
    try {
      return await this.lms.apply(operations.map(({ change }) => ({ ...change, userId })));
    } catch (error) {
      this.logger.error({ err: error, userId }, 'The LMS failed while a change was applied');
      return [];
    }
  }

  /** Before the loss is settled, so that it is made good when the process dies here. */
  private async endSessions({ userId, keepSid }: Pick<SyncRequest, 'userId' | 'keepSid'>): Promise<true> {
    await this.sessions.endForUser(userId, keepSid === undefined ? {} : { exceptSid: keepSid });
    return true;
  }
}

function inMappingOrder(reports: readonly Report[]): Report[] {
  const place = ({ mappingId }: Report): number => mappingId ?? Number.MAX_SAFE_INTEGER;
  return [...reports].sort((a, b) => place(a) - place(b));
}
