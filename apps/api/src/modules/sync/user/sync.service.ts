import { Injectable } from '@nestjs/common';
import { grantId, isGaining, isSettled, planFor, type Mapping, type Observation, type Step } from '@pulsetech/domain';
import { Convoys } from '../../../platform/batching/convoys.js';
import type { Lease } from '../../../platform/locks/leases.js';
import { UserLocks } from '../../../platform/locks/user-locks.js';
import { LicenseService } from '../../license/license.service.js';
import { LinksRepository } from '../../linking/links.repository.js';
import { LmsCatalogue } from '../../mappings/lms-catalogue.js';
import { DiscordRolesCache } from '../../mappings/discord-roles.cache.js';
import { MappingsCatalogue } from '../../mappings/mappings-catalogue.js';
import { SyncJobs } from '../jobs/sync-jobs.js';
import { isOlder } from '../ledger/states.repository.js';
import { ObservationSource } from './observation-source.js';
import { PlanExecution } from './plan-execution.js';
import { RolesQuestions, type RolesQuestion } from './roles-question.js';
import { SyncExecution, type Due } from './sync-execution.js';
import { NOTHING_DONE, outcomeOf } from './sync-outcome.js';
import { SyncRecorder } from './sync-recorder.js';
import { SyncStarts } from './sync-starts.js';
import { NOT_LINKED, SEEN_ELSEWHERE, UNKNOWN_PROBLEMS } from './sync-words.js';
import { UserRecords, type UserRecord } from './user-records.js';
import type { KnownRequest, SyncOptions, SyncOutcome, SyncRequest, SyncWish } from './sync.types.js';

/** What decides besides the observation. */
interface Rules {
  readonly mappings: readonly Mapping[];
  readonly guildId: string;
  /** Whether the mappings say which Discord roles existed after the observation; otherwise no lost role takes anything. */
  readonly rolesRead: boolean;
}

/** What there is to do for a user, or why nothing may be done. */
type Look = Due | 'older' | 'not_linked';

const isLook = (look: Look): look is Due => typeof look === 'object';
const isTask = (look: Look): look is Due => isLook(look) && look.plan.steps.length > 0;

/** Another process changed something between the look and the lease. */
class Overtaken extends Error {}

/** The one way in which a user's roles become enrolments and cohort memberships. */
@Injectable()
export class SyncService {
  /** Changes of many users go through their steps together; see docs/adr/0013. */
  private readonly convoys = new Convoys();

  constructor(
    private readonly mappings: MappingsCatalogue,
    private readonly lists: LmsCatalogue,
    private readonly discordRoles: DiscordRolesCache,
    private readonly licenses: LicenseService,
    private readonly links: LinksRepository,
    private readonly records: UserRecords,
    private readonly starts: SyncStarts,
    private readonly recorder: SyncRecorder,
    private readonly plans: PlanExecution,
    private readonly execution: SyncExecution,
    private readonly source: ObservationSource,
    private readonly roles: RolesQuestions,
    private readonly locks: UserLocks,
    private readonly jobs: SyncJobs,
  ) {}

  /**
   * Brings one user's grants in line with what was seen of them. Two calls for the same user never overlap; the second
   * plans anew. What is older than what was applied already changes nothing, and neither does an unknown observation.
   *
   * @throws LocksError when another process keeps the user for too long
   */
  async syncUser(request: SyncRequest & SyncOptions): Promise<SyncOutcome> {
    const { observation, userId } = request;
    if (observation.kind === 'unknown') {
      await this.recorder.unknown(request, observation.reason);
      if (observation.reason !== 'licence_invalid') this.jobs.again(request);
      return this.execution.refuse(request, UNKNOWN_PROBLEMS[observation.reason]);
    }
    const known = { ...request, observation };
    const roles = this.roles.afterObservation();
    return this.locks.locally(userId, async () => {
      const [rules, record] = await Promise.all([this.rules(known), this.records.of(known)]);
      if (typeof rules === 'string') return this.execution.refuse(request, rules);
      const look = await this.look(known, rules, record, roles);
      if (!isTask(look)) return this.nothingToDo(known, look);
      return (
        (await this.convoys.join(() => this.changeAtOnce(known, look, record))) ??
        (await this.locks.alone(userId, (lease) => this.changeAnew(known, roles, lease)))
      );
    });
  }

  /** Reads the user's Discord roles now, or has `observe` do it, and applies them. */
  async observeAndSync(
    of: SyncWish,
    observe = (discordId: string): Promise<Observation> => this.observe(discordId),
  ): Promise<SyncOutcome> {
    const link = await this.links.findByUserId(of.userId);
    if (link === null) return this.execution.refuse(of, NOT_LINKED);
    // Before the reading: what is read after the licence was moved is then refused as well, and not taken for this guild's.
    const { guildId } = await this.licenses.current();
    // Whoever is looked at here is looked at by people, who are told the names of the roles.
    const [observation] = await Promise.all([observe(link.discordId), this.discordRoles.list()]);
    return this.syncUser({ ...of, discordId: link.discordId, observation, guildId });
  }

  private async observe(discordId: string): Promise<Observation> {
    const observation = (await this.source.observe([discordId])).get(discordId);
    if (!observation) throw new Error('There is no observation of a member that was asked for.');
    return observation;
  }

  /**
   * Why nothing may be concluded, where that is so. Without a guild a mapping on @everyone could not be told from one on a
   * role that nobody has; and what was seen in one guild says nothing about another.
   */
  private async rules(seenIn: Pick<SyncRequest, 'guildId'>): Promise<Rules | string> {
    const [mappings, { guildId }] = await Promise.all([this.mappings.forSync(), this.licenses.current()]);
    if (guildId === null) return UNKNOWN_PROBLEMS.licence_invalid;
    return guildId === seenIn.guildId ? { mappings, guildId, rolesRead: false } : SEEN_ELSEWHERE;
  }

  /** Where something would be taken because of a role that is not held any more, it is asked whether that role exists. */
  private async look(request: KnownRequest, rules: Rules, record: UserRecord, roles: RolesQuestion): Promise<Look> {
    // What a run takes was read by it, and the list of roles after that.
    if (typeof request.only === 'object') return lookAt(request, { ...rules, rolesRead: true }, record);
    const look = lookAt(request, rules, record);
    if (!isLook(look) || look.unsure !== true) return look;
    const mappings = await roles.mappingsOf(rules.guildId);
    return mappings === null ? look : lookAt(request, { ...rules, mappings, rolesRead: true }, record);
  }

  private async nothingToDo(request: KnownRequest, look: Look): Promise<SyncOutcome> {
    if (look === 'not_linked') return this.execution.refuse(request, NOT_LINKED, 'not_linked');
    if (look === 'older') return outcomeOf(NOTHING_DONE, [], await this.lists.lists(), 'older');
    if (look.whole) await this.recorder.unchanged(request);
    const outcome = outcomeOf(NOTHING_DONE, look.plan.blocked, await this.lists.lists());
    return look.unsure === true ? this.execution.postponed(request, outcome) : outcome;
  }

  /** Takes the lease and stores the intents in one. Null when another process is, or was, at work in between. */
  private async changeAtOnce(request: KnownRequest, look: Due, record: UserRecord): Promise<SyncOutcome | null> {
    const taken: Lease[] = [];
    try {
      return await this.execution.carryOut(request, look, async (intents) => {
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
  private async changeAnew(request: KnownRequest, roles: RolesQuestion, lease: Lease): Promise<SyncOutcome> {
    const [rules, record] = await Promise.all([this.rules(request), this.records.of(request)]);
    if (typeof rules === 'string') return this.execution.refuse(request, rules);
    const look = await this.look(request, rules, record, roles);
    if (!isTask(look)) return this.nothingToDo(request, look);
    return this.execution.carryOut(request, look, (intents) => this.plans.store(request.userId, intents, lease));
  }
}

function lookAt(request: KnownRequest, { mappings, guildId, rolesRead }: Rules, record: UserRecord): Look {
  const { discordId, observation, only, roleless = 'keep', expireBefore } = request;
  const { state, grants, linkedTo } = record;
  if (linkedTo !== discordId) return 'not_linked';
  if (isOlder(observation, discordId, state)) return 'older';
  const plan = planFor(mappings, observation, grants, { guildId, roleless, expireBefore });
  const asked = plan.steps.filter((step) => isAskedFor(step, only));
  const steps = rolesRead ? asked : asked.filter(({ because }) => because !== 'role_lost');
  const whole = steps.length === plan.steps.length;
  return { plan: { ...plan, steps }, grants, whole, unsure: steps.length < asked.length };
}

function isAskedFor({ action, because, key, row }: Step, only: SyncOptions['only']): boolean {
  if (only === undefined) return true;
  if (only === 'grants') return isGaining({ action });
  if (only === 'open') return action !== 'revoke' || (row !== null && !isSettled(row));
  if (because === 'discord_role_deleted' && !only.ofDeleted.has(grantId(key))) return false;
  return action === 'revoke' && only.removals.has(grantId(key));
}
