import { Injectable, Logger } from '@nestjs/common';
import { planFor, type Grant, type Mapping, type Plan } from '@pulsetech/domain';
import type { Lease } from '../../platform/locks/leases.js';
import { UserLocks } from '../../platform/locks/user-locks.js';
import { LicenseService } from '../license/license.service.js';
import { LinksRepository } from '../linking/links.repository.js';
import { LmsError } from '../lms/lms.errors.js';
import { LmsPort } from '../lms/lms.port.js';
import { DiscordRolesCache } from '../mappings/discord-roles.cache.js';
import { LmsCatalogue } from '../mappings/lms-catalogue.js';
import { MappingsCatalogue } from '../mappings/mappings-catalogue.js';
import { LedgerRepository } from './ledger.repository.js';
import { ObservationSource } from './observation-source.js';
import { PlanExecution } from './plan-execution.js';
import { isOlder, StatesRepository } from './states.repository.js';
import { NOTHING_DONE, outcomeOf, refusedOutcome } from './sync-outcome.js';
import { SyncRecorder } from './sync-recorder.js';
import { NOT_LINKED, UNKNOWN_PROBLEMS, USER_GONE } from './sync-words.js';
import type { Cause, KnownRequest, SyncOutcome, SyncRequest, SyncSubject } from './sync.types.js';

/** What decides besides the observation. */
interface Rules {
  readonly mappings: readonly Mapping[];
  readonly guildId: string;
}

/** What there is to do for a user; null when something newer was applied already. */
type Look = { readonly plan: Plan; readonly grants: readonly Grant[] } | null;

/** The one way in which a user's roles become enrolments and cohort memberships. */
@Injectable()
export class SyncService {
  private readonly logger = new Logger('Sync');

  constructor(
    private readonly mappings: MappingsCatalogue,
    private readonly lists: LmsCatalogue,
    private readonly discordRoles: DiscordRolesCache,
    private readonly licenses: LicenseService,
    private readonly links: LinksRepository,
    private readonly ledger: LedgerRepository,
    private readonly states: StatesRepository,
    private readonly recorder: SyncRecorder,
    private readonly execution: PlanExecution,
    private readonly source: ObservationSource,
    private readonly locks: UserLocks,
    private readonly lms: LmsPort,
  ) {}

  /**
   * Brings one user's grants in line with what was seen of them. Two calls for the same user never overlap; the second
   * plans anew. What is older than what was applied already changes nothing, and neither does an unknown observation.
   *
   * @throws LocksError when another process keeps the user for too long
   */
  async syncUser(request: SyncRequest & Pick<KnownRequest, 'only'>): Promise<SyncOutcome> {
    const { observation, userId, discordId } = request;
    if (observation.kind === 'unknown') {
      await this.states.putUnknown(userId, discordId, observation.reason);
      return this.refuse(request, UNKNOWN_PROBLEMS[observation.reason]);
    }
    const known = { ...request, observation };
    const [mappings, { guildId }] = await Promise.all([this.mappings.forSync(), this.licenses.current()]);
    // Without a guild, a mapping on @everyone could not be told from one on a role that nobody has.
    if (guildId === null) return this.refuse(request, UNKNOWN_PROBLEMS.licence_invalid);
    return this.locks.withLocalLock(userId, async (alone) => {
      const look = await this.look(known, { mappings, guildId });
      if (look === null || look.plan.steps.length === 0) return this.nothingToDo(known, look);
      return alone((lease) => this.change(known, { mappings, guildId }, lease));
    });
  }

  /** Reads the user's Discord roles now and applies them. */
  async observeAndSync(of: { userId: number; cause: Cause; keepSid?: string }): Promise<SyncOutcome> {
    const link = await this.links.findByUserId(of.userId);
    if (link === null) return this.refuse(of, NOT_LINKED);
    // Whether a mapped Discord role was deleted is learnt from the list of roles, which is remembered for a minute.
    const [seen] = await Promise.all([this.source.observe([link.discordId]), this.discordRoles.list()]);
    const observation = seen.get(link.discordId);
    if (!observation) throw new Error('There is no observation of a member that was asked for.');
    return this.syncUser({ ...of, discordId: link.discordId, observation });
  }

  /**
   * Takes back what was given to the user, as when all Discord roles are lost. What cannot be taken back now stays in the
   * ledger, and the outcome says so.
   */
  async revokeAll(of: SyncSubject & { readonly cause: 'unlink' | 'recovery' }): Promise<SyncOutcome> {
    const [mappings, { guildId }] = await Promise.all([this.mappings.forSync(), this.licenses.current()]);
    return this.locks.withLock(of.userId, async (lease) => {
      const grants = await this.ledger.of(of.userId);
      const { steps } = planFor(mappings, { kind: 'absent', at: 0 }, grants, guildId ?? '');
      const outcome = await this.carryOut(of, { plan: { steps, blocked: [] }, grants }, lease);
      if (outcome.result.success) await this.recorder.forget(of.userId);
      return outcome;
    });
  }

  /** Forgets a user whom the LMS no longer has: there is nothing left to take away. */
  async forgetDeleted({ userId, discordId }: Pick<SyncSubject, 'userId' | 'discordId'>): Promise<void> {
    await this.recorder.forget(userId);
    await this.links.remove(userId, discordId);
    this.logger.log({ userId }, `User ${userId} no longer exists in the LMS; the link to Discord was removed`);
  }

  private async look({ userId, discordId, observation, only }: KnownRequest, rules: Rules): Promise<Look> {
    const [grants, state] = await Promise.all([this.ledger.of(userId), this.states.of(userId)]);
    if (isOlder(observation, discordId, state)) return null;
    const plan = planFor(rules.mappings, observation, grants, rules.guildId);
    const steps = only === 'grants' ? plan.steps.filter(({ action }) => action === 'grant') : plan.steps;
    return { plan: { ...plan, steps }, grants };
  }

  private async nothingToDo(request: KnownRequest, look: Look): Promise<SyncOutcome> {
    if (look !== null) await this.recorder.unchanged(request);
    return outcomeOf(NOTHING_DONE, look?.plan.blocked ?? [], await this.lists.lists());
  }

  /** Alone among all processes, so the ledger is read again: another process may have been at work on the user. */
  private async change(request: KnownRequest, rules: Rules, lease: Lease): Promise<SyncOutcome> {
    const link = await this.links.findByUserId(request.userId);
    if (link?.discordId !== request.discordId) return this.refuse(request, NOT_LINKED);
    const look = await this.look(request, rules);
    if (look === null || look.plan.steps.length === 0) return this.nothingToDo(request, look);
    return this.carryOut(request, look, lease);
  }

  private async carryOut(
    request: SyncSubject & Partial<Pick<KnownRequest, 'observation' | 'only'>>,
    { plan, grants }: NonNullable<Look>,
    lease: Lease,
  ): Promise<SyncOutcome> {
    const { userId, discordId, observation } = request;
    const seen = observation && request.only !== 'grants' ? { userId, discordId, observation } : null;
    try {
      const execution = await this.execution.run(request, plan.steps, grants, lease, seen);
      if (execution.failures.some(({ code }) => code === 'user_missing') && (await this.isGone(userId))) {
        await this.forgetDeleted(request);
        return this.refuse(request, USER_GONE);
      }
      const outcome = outcomeOf(execution, plan.blocked, await this.lists.lists());
      this.log(
        request,
        outcome,
        execution.failures.map(({ code }) => code),
      );
      return outcome;
    } catch (error) {
      if (!(error instanceof LmsError)) throw error;
      return this.refuse(request, `${error.message} Nothing changes because of that; it is tried again.`);
    }
  }

  private async isGone(userId: number): Promise<boolean> {
    return (await this.lms.findUsersByIds([userId])).length === 0;
  }

  private refuse({ userId, cause }: Pick<SyncSubject, 'userId' | 'cause'>, problem: string): SyncOutcome {
    this.logger.warn({ userId, cause }, `User ${userId} was not synchronised (${cause}): ${problem}`);
    return refusedOutcome(problem);
  }

  private log(
    { userId, cause, runId }: SyncSubject,
    { result, problems }: SyncOutcome,
    codes: readonly string[],
  ): void {
    const { enrolled, unenrolled, errors } = result;
    const facts = { userId, cause, runId, enrolled, unenrolled, errors };
    this.logger.log(facts, `User ${userId} synchronised (${cause}): ${enrolled} enrolled, ${unenrolled} unenrolled`);
    if (errors > 0) this.logger.warn({ ...facts, codes }, `User ${userId} (${cause}): ${problems.join(' ')}`);
  }
}
