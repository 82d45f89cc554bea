import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import {
  grantId,
  isSettled,
  planFor,
  planLeaving,
  type Failure,
  type Grant,
  type Mapping,
  type Observation,
  type OnLoss,
  type Plan,
  type Step,
} from '@pulsetech/domain';
import { Convoys } from '../../../platform/batching/convoys.js';
import type { Lease } from '../../../platform/locks/leases.js';
import { UserLocks } from '../../../platform/locks/user-locks.js';
import { LicenseService } from '../../license/license.service.js';
import { LinksRepository } from '../../linking/links.repository.js';
import { LmsError } from '../../lms/lms.errors.js';
import { LmsPort } from '../../lms/lms.port.js';
import { DiscordRolesCache } from '../../mappings/discord-roles.cache.js';
import { LmsCatalogue } from '../../mappings/lms-catalogue.js';
import { MappingsCatalogue } from '../../mappings/mappings-catalogue.js';
import { SettingsService } from '../../settings/settings.service.js';
import { SyncJobs } from '../jobs/sync-jobs.js';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import { ObservationSource } from './observation-source.js';
import { PlanExecution, type Begin } from './plan-execution.js';
import { isOlder } from '../ledger/states.repository.js';
import { NOTHING_DONE, outcomeOf, refusedOutcome, together, withProblem } from './sync-outcome.js';
import { SyncRecorder } from './sync-recorder.js';
import { SyncStarts } from './sync-starts.js';
import { reversalOf, SUSPENDING } from './reversals.js';
import { NOT_LINKED, ROLES_UNREAD, UNKNOWN_PROBLEMS, USER_GONE } from './sync-words.js';
import { UserRecords, type UserRecord } from './user-records.js';
import type {
  KnownRequest,
  Reversal,
  Spared,
  SyncOptions,
  SyncOutcome,
  SyncRequest,
  SyncSubject,
  SyncWish,
} from './sync.types.js';

const ROLES_PATIENCE_MS = 2000;

/** What decides besides the observation. */
interface Rules {
  readonly mappings: readonly Mapping[];
  readonly guildId: string;
  /** Whether it is proven which of the mapped Discord roles exist; absent: nothing is taken by it. */
  readonly rolesRead?: boolean;
}

interface Task {
  readonly plan: Plan;
  readonly grants: readonly Grant[];
  /** Whether it is all that there is to do, so that the observation counts as applied with it. */
  readonly whole: boolean;
  /** Something would be taken, were it known whether its Discord role still exists. */
  readonly unsure?: boolean;
}

/** What there is to do for a user, or why nothing may be done. */
type Look = Task | 'older' | 'not_linked';

const isLook = (look: Look): look is Task => typeof look === 'object';
const isTask = (look: Look): look is Task => isLook(look) && look.plan.steps.length > 0;

/** Another process changed something between the look and the lease. */
class Overtaken extends Error {}

/** The one way in which a user's roles become enrolments and cohort memberships. */
@Injectable()
export class SyncService {
  private readonly logger = new Logger('Sync');
  /** Changes of many users go through their steps together; see docs/adr/0013. */
  private readonly convoys = new Convoys();

  constructor(
    private readonly mappings: MappingsCatalogue,
    private readonly lists: LmsCatalogue,
    private readonly discordRoles: DiscordRolesCache,
    private readonly licenses: LicenseService,
    private readonly links: LinksRepository,
    private readonly ledger: LedgerRepository,
    private readonly records: UserRecords,
    private readonly starts: SyncStarts,
    private readonly recorder: SyncRecorder,
    private readonly execution: PlanExecution,
    private readonly source: ObservationSource,
    private readonly locks: UserLocks,
    private readonly lms: LmsPort,
    private readonly settings: SettingsService,
    private readonly jobs: SyncJobs,
  ) {}

  /**
   * Brings one user's grants in line with what was seen of them. Two calls for the same user never overlap; the second
   * plans anew. What is older than what was applied already changes nothing, and neither does an unknown observation.
   *
   * @throws LocksError when another process keeps the user for too long
   */
  async syncUser(request: SyncRequest & SyncOptions): Promise<SyncOutcome> {
    const { observation, userId, discordId } = request;
    if (observation.kind === 'unknown') {
      await this.recorder.unknown(userId, discordId, observation.reason);
      if (observation.reason !== 'licence_invalid') this.jobs.again(request);
      return this.refuse(request, UNKNOWN_PROBLEMS[observation.reason]);
    }
    const known = { ...request, observation };
    const present = await this.rules();
    if (present === null) return this.refuse(request, UNKNOWN_PROBLEMS.licence_invalid);
    return this.locks.locally(userId, async () => {
      const record = await this.records.of(userId);
      const rules = await this.withRolesReadAnew(known, present, record);
      const look = this.look(known, rules, record);
      if (!isTask(look)) return this.nothingToDo(known, look);
      return (
        (await this.convoys.join(() => this.changeAtOnce(known, look, record))) ??
        (await this.locks.alone(userId, (lease) => this.changeAnew(known, lease)))
      );
    });
  }

  /** Reads the user's Discord roles now, or has `observe` do it, and applies them. */
  async observeAndSync(
    of: SyncWish,
    observe = (discordId: string): Promise<Observation> => this.observe(discordId),
  ): Promise<SyncOutcome> {
    const link = await this.links.findByUserId(of.userId);
    if (link === null) return this.refuse(of, NOT_LINKED);
    // Whether a mapped Discord role was deleted is learnt from the list of roles, which is remembered for a minute.
    const [observation] = await Promise.all([observe(link.discordId), this.discordRoles.list()]);
    return this.syncUser({ ...of, discordId: link.discordId, observation });
  }

  /**
   * Takes back what was given to the user, as when all Discord roles are lost: by the loss policy, so that courses may stay
   * suspended, to be resumed when the user links again. What cannot be taken back now stays in the ledger, and the outcome
   * says so. `expireBefore`: suspensions that began before it (Unix seconds) end with the enrolment.
   */
  async revokeAll(of: SyncSubject & Pick<SyncOptions, 'expireBefore'>): Promise<SyncOutcome> {
    const mappings = await this.mappings.forSync();
    return this.locks.withLock(of.userId, async (lease) => {
      // Whoever looked for people without a link may have looked before this one linked again.
      if (of.cause !== 'unlink' && (await this.links.findByUserId(of.userId)) !== null) {
        return outcomeOf(NOTHING_DONE, [], await this.lists.lists());
      }
      const grants = await this.ledger.of(of.userId);
      const plan = { steps: planLeaving(mappings, grants, of.expireBefore), blocked: [] };
      const look = { plan, grants, whole: true };
      const outcome = await this.carryOut(of, look, (intents) => this.execution.store(of.userId, intents, lease));
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
      const begin: Begin = (intents) => this.execution.store(of.userId, intents, lease);
      const outcomes: SyncOutcome[] = [];
      for (const onLoss of [undefined, 'suspend'] as const) {
        const part = steps.filter(({ action }) => SUSPENDING.has(action) === (onLoss === 'suspend'));
        if (part.length === 0) continue;
        const plan = { steps: part.map(({ step }) => step), blocked: [] };
        const look = { plan, grants: await this.ledger.of(of.userId), whole: false };
        outcomes.push(await this.carryOut({ ...of, discordId: link?.discordId ?? null }, look, begin, onLoss));
      }
      const spared = looks.flatMap((look) => ('spared' in look ? [look.spared] : []));
      return { ...together(outcomes), spared };
    });
  }

  /** Forgets a user whom the LMS no longer has: there is nothing left to take away. */
  async forgetDeleted({ userId, discordId }: Pick<SyncSubject, 'userId' | 'discordId'>): Promise<void> {
    await this.recorder.forget(userId);
    if (discordId !== null) await this.links.remove(userId, discordId);
    this.logger.log(
      { userId },
      `User ${userId} no longer exists in the LMS; what was stored about them here was removed`,
    );
  }

  private async observe(discordId: string): Promise<Observation> {
    const observation = (await this.source.observe([discordId])).get(discordId);
    if (!observation) throw new Error('There is no observation of a member that was asked for.');
    return observation;
  }

  /** Null without a guild: a mapping on @everyone could not be told from one on a role that nobody has. */
  private async rules(): Promise<Rules | null> {
    const [mappings, { guildId }] = await Promise.all([this.mappings.forSync(), this.licenses.current()]);
    return guildId === null ? null : { mappings, guildId };
  }

  /**
   * Before something is taken away, the Discord roles are read anew: whoever had a role that was deleted in Discord looks
   * like somebody who lost it. Where they cannot be read, nothing is taken.
   */
  private async withRolesReadAnew(request: KnownRequest, rules: Rules, record: UserRecord): Promise<Rules> {
    // A run has read them anew for everybody.
    if (typeof request.only === 'object') return { ...rules, rolesRead: true };
    const look = this.look(request, rules, record);
    if (!isLook(look) || look.unsure !== true) return rules;
    // A billing server that is down must not hold up what bots push.
    const answer = await Promise.race([this.discordRoles.latest(), sleep(ROLES_PATIENCE_MS, null, { ref: false })]);
    return { ...rules, mappings: await this.mappings.forSync(), rolesRead: answer?.problem === null };
  }

  private look(request: KnownRequest, { mappings, guildId, rolesRead }: Rules, record: UserRecord): Look {
    const { discordId, observation, only, roleless = 'keep', expireBefore } = request;
    const { state, grants, linkedTo } = record;
    if (linkedTo !== discordId) return 'not_linked';
    if (isOlder(observation, discordId, state)) return 'older';
    const plan = planFor(mappings, observation, grants, { guildId, roleless, expireBefore });
    const asked = plan.steps.filter((step) => isAskedFor(step, only));
    const steps = rolesRead === true ? asked : asked.filter(({ because }) => because !== 'role_lost');
    const whole = steps.length === plan.steps.length;
    return { plan: { ...plan, steps }, grants, whole, unsure: steps.length < asked.length };
  }

  private async nothingToDo(request: KnownRequest, look: Look): Promise<SyncOutcome> {
    if (look === 'not_linked') return this.refuse(request, NOT_LINKED, 'not_linked');
    if (look === 'older') return outcomeOf(NOTHING_DONE, [], await this.lists.lists(), 'older');
    if (look.whole) await this.recorder.unchanged(request);
    const outcome = outcomeOf(NOTHING_DONE, look.plan.blocked, await this.lists.lists());
    return look.unsure === true ? this.postponed(request, outcome) : outcome;
  }

  /** Takes the lease and stores the intents in one. Null when another process is, or was, at work in between. */
  private async changeAtOnce(request: KnownRequest, look: Task, record: UserRecord): Promise<SyncOutcome | null> {
    const taken: Lease[] = [];
    try {
      return await this.carryOut(request, look, async (intents) => {
        const lease = await this.starts.begin({ userId: request.userId, record, intents });
        if (lease === null) throw new Overtaken();
        taken.push(lease);
        return lease;
      });
    } catch (error) {
      if (error instanceof Overtaken) return null;
      throw error;
    } finally {
      for (const lease of taken) await lease.release();
    }
  }

  /** Begins from the start after whoever was at work on the user was waited for; the rules may be others by now. */
  private async changeAnew(request: KnownRequest, lease: Lease): Promise<SyncOutcome> {
    const [present, record] = await Promise.all([this.rules(), this.records.of(request.userId)]);
    if (present === null) return this.refuse(request, UNKNOWN_PROBLEMS.licence_invalid);
    const look = this.look(request, await this.withRolesReadAnew(request, present, record), record);
    if (!isTask(look)) return this.nothingToDo(request, look);
    return this.carryOut(request, look, (intents) => this.execution.store(request.userId, intents, lease));
  }

  private async carryOut(
    request: SyncSubject | KnownRequest,
    { plan: { steps, blocked }, grants, whole, unsure }: Task,
    begin: Begin,
    onLoss?: OnLoss,
  ): Promise<SyncOutcome> {
    const { userId } = request;
    const seen = 'observation' in request && whole ? request : null;
    try {
      const task = { subject: request, steps, grants, seen, onLoss: onLoss ?? (await this.policyFor(steps)) };
      const execution = await this.execution.run(task, begin);
      if (execution.failures.some(({ code }) => code === 'user_missing') && (await this.isGone(userId))) {
        await this.forgetDeleted(request);
        return this.refuse(request, USER_GONE);
      }
      if (execution.failures.some(isPassing)) this.jobs.again(request);
      const outcome = outcomeOf(execution, blocked, await this.lists.lists());
      this.log(
        request,
        outcome,
        execution.failures.map(({ code }) => code),
      );
      return unsure === true ? this.postponed(request, outcome) : outcome;
    } catch (error) {
      if (!(error instanceof LmsError)) throw error;
      this.jobs.again(request);
      return this.refuse(request, `${error.message} Nothing changes because of that; it is tried again.`);
    }
  }

  private postponed(request: SyncSubject | KnownRequest, outcome: SyncOutcome): SyncOutcome {
    const { userId, cause } = request;
    this.logger.warn({ userId, cause }, `User ${userId} (${cause}): ${ROLES_UNREAD}`);
    this.jobs.again(request);
    return withProblem(outcome, ROLES_UNREAD);
  }

  /** Only who takes something needs to know how. */
  private async policyFor(steps: readonly Step[]): Promise<OnLoss> {
    if (steps.every(({ action }) => action === 'grant')) return 'unenrol';
    return (await this.settings.get()).lossPolicy;
  }

  private async isGone(userId: number): Promise<boolean> {
    return (await this.lms.findUsersByIds([userId])).length === 0;
  }

  private refuse(
    { userId, cause }: Pick<SyncSubject, 'userId' | 'cause'>,
    problem: string,
    skipped: SyncOutcome['skipped'] = 'refused',
  ): SyncOutcome {
    this.logger.warn({ userId, cause }, `User ${userId} was not synchronised (${cause}): ${problem}`);
    return refusedOutcome(problem, skipped);
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

function isAskedFor({ action, key, row }: Step, only: SyncOptions['only']): boolean {
  if (only === undefined) return true;
  if (only === 'grants') return action === 'grant';
  if (only === 'open') return action !== 'revoke' || (row !== null && !isSettled(row));
  return action === 'revoke' && only.removals.has(grantId(key));
}

/** Whether it may work a little later, without anybody doing something about it. */
function isPassing({ applied, code }: Failure): boolean {
  return applied === 'unknown' || code === 'lms_unavailable';
}
