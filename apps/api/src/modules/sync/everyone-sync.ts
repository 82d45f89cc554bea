import { Injectable, Logger } from '@nestjs/common';
import type { RunDto, RunState } from '@pulsetech/contracts';
import { planFor, type KnownObservation, type Observation, type UnknownReason } from '@pulsetech/domain';
import { withWorkers } from '../../platform/batching/workers.js';
import type { DiscordLink } from '../linking/discord-link.js';
import { LinksRepository } from '../linking/links.repository.js';
import { LmsPort } from '../lms/lms.port.js';
import { DiscordRolesCache } from '../mappings/discord-roles.cache.js';
import { MappingsCatalogue } from '../mappings/mappings-catalogue.js';
import { LedgerRepository } from './ledger.repository.js';
import { ObservationSource, type Lookups } from './observation-source.js';
import { RunsRepository } from './runs.repository.js';
import { RunTally } from './run-tally.js';
import { isOlder, StatesRepository } from './states.repository.js';
import { SyncRecorder } from './sync-recorder.js';
import { SyncService } from './sync.service.js';
import { UNKNOWN_PROBLEMS } from './sync-words.js';

const PAGE = 1000;
/** Users at a time. They go through their steps together, so more of them cost fewer statements each. */
const WORKERS = 50;
const NOBODY_IN_LMS =
  'The LMS does not show any of the linked users, so nothing was changed. Check that the web service account may see users.';

/** Users of one page who have something to gain or to lose. */
interface Due {
  readonly link: DiscordLink;
  readonly observation: KnownObservation;
}

/** The run that is going on. */
export interface RunScope extends Lookups {
  readonly run: RunDto;
  readonly guildId: string;
  readonly tally: RunTally;
}

/** The run had to stop before its end: nobody loses anything by it. */
export class IncompleteRun extends Error {}

/**
 * Synchronises all linked users: what is to be given is given page by page, what is to be taken is collected and taken at
 * the end, once everybody was read and no mapped Discord role went missing in between.
 */
@Injectable()
export class EveryoneSync {
  private readonly logger = new Logger('Run');

  constructor(
    private readonly links: LinksRepository,
    private readonly source: ObservationSource,
    private readonly ledger: LedgerRepository,
    private readonly states: StatesRepository,
    private readonly recorder: SyncRecorder,
    private readonly mappings: MappingsCatalogue,
    private readonly discordRoles: DiscordRolesCache,
    private readonly sync: SyncService,
    private readonly lms: LmsPort,
    private readonly runs: RunsRepository,
  ) {}

  /** @throws IncompleteRun with the reason for people; the tally has what was done until then */
  async run(scope: RunScope): Promise<RunState> {
    const { run, tally } = scope;
    const before = await this.mappedRoles();
    const losing: Due[] = [];
    for (let after = 0; ;) {
      const page = await this.links.findPage(after, PAGE);
      const last = page.at(-1);
      if (!last) break;
      losing.push(...(await this.page(page, scope)));
      await this.runs.progress(run.id, tally.progress());
      after = last.id;
    }
    if (losing.length > 0) {
      await this.requireSameRoles(before);
      await this.each(losing, scope, (due) => this.syncOne(due, scope));
    }
    return tally.errors > 0 ? 'completed_with_errors' : 'completed';
  }

  /** One lookup, and a constant number of statements; only users with a plan cost more. */
  private async page(page: readonly DiscordLink[], scope: RunScope): Promise<Due[]> {
    const { tally, guildId } = scope;
    const present = await this.withoutDeleted(page);
    const discordIds = present.map(({ discordId }) => discordId);
    const seen = await this.source.observe(discordIds, scope);
    if (scope.isStopping()) throw new RunStopped();
    requireSomeKnown(present, seen);
    const userIds = present.map(({ userId }) => userId);
    const [grants, states, mappings] = await Promise.all([
      this.ledger.ofMany(userIds),
      this.states.ofMany(userIds),
      this.mappings.forSync(),
    ]);
    const unchanged: Due[] = [];
    const gaining: Due[] = [];
    const losing: Due[] = [];
    for (const link of present) {
      tally.users++;
      const observation = seen.get(link.discordId);
      if (!observation || observation.kind === 'unknown') {
        tally.unknown(observation?.reason ?? 'discord_unavailable');
        continue;
      }
      if (isOlder(observation, link.discordId, states.get(link.userId) ?? null)) continue;
      const plan = planFor(mappings, observation, grants.get(link.userId) ?? [], guildId);
      tally.block(plan.blocked);
      const due = { link, observation };
      if (plan.steps.length === 0) unchanged.push(due);
      if (plan.steps.some(({ action }) => action === 'grant')) gaining.push(due);
      if (plan.steps.some(({ action }) => action !== 'grant')) losing.push(due);
    }
    await this.recorder.unchangedMany(unchanged.map(({ link, observation }) => ({ ...link, observation })));
    const alsoLosing = new Set(losing);
    await this.each(gaining, scope, (due) => this.syncOne(due, scope, alsoLosing.has(due)));
    return losing;
  }

  private async syncOne({ link, observation }: Due, { run, tally }: RunScope, grantsOnly = false): Promise<void> {
    const { userId, discordId } = link;
    const request = { userId, discordId, observation, cause: run.cause, runId: run.id };
    try {
      tally.add(await this.sync.syncUser(grantsOnly ? { ...request, only: 'grants' } : request));
    } catch (error) {
      this.logger.error({ err: error, userId, runId: run.id }, `User ${userId} could not be synchronised`);
      tally.fail('Some users could not be synchronised because of an unexpected error; the log has the details.');
    }
  }

  private async withoutDeleted(page: readonly DiscordLink[]): Promise<DiscordLink[]> {
    const users = await this.lms.findUsersByIds(page.map(({ userId }) => userId));
    // An LMS that knows nobody at all has a fault, or lets us see nobody; that must not cost everybody their link.
    if (users.length === 0 && page.length > 1) throw new IncompleteRun(NOBODY_IN_LMS);
    const existing = new Set(users.map(({ id }) => id));
    for (const link of page) if (!existing.has(link.userId)) await this.sync.forgetDeleted(link);
    return page.filter(({ userId }) => existing.has(userId));
  }

  /** What was begun has ended when this ends, also when the run stops: the database may be closed after it. */
  private each<T>(items: readonly T[], scope: RunScope, work: (item: T) => Promise<void>): Promise<void> {
    return withWorkers(WORKERS, items, async (item) => {
      if (scope.isStopping()) throw new RunStopped();
      await work(item);
    });
  }

  private async mappedRoles(): Promise<ReadonlySet<string>> {
    const { known, problem } = await this.discordRoles.refresh();
    if (problem !== null || known === null)
      throw new IncompleteRun(`The Discord roles could not be read. ${problem ?? ''}`);
    const existing = new Set(known.roles.map(({ id }) => id));
    const mapped = (await this.mappings.forSync()).map(({ discordRoleId }) => discordRoleId);
    return new Set(mapped.filter((id) => existing.has(id)));
  }

  /** Whoever holds a role when it is deleted looks like somebody who lost it. */
  private async requireSameRoles(before: ReadonlySet<string>): Promise<void> {
    const after = await this.mappedRoles();
    if ([...before].every((id) => after.has(id))) return;
    throw new IncompleteRun(
      'A Discord role that is mapped was deleted during the run, so nobody was unenrolled. Check the role mappings, then run again.',
    );
  }
}

/** The server is shutting down; the run goes on with the next start. */
export class RunStopped extends Error {}

function requireSomeKnown(page: readonly DiscordLink[], seen: ReadonlyMap<string, Observation>): void {
  const reasons = new Set<UnknownReason>();
  for (const { discordId } of page) {
    const observation = seen.get(discordId);
    if (observation?.kind !== 'unknown') return;
    reasons.add(observation.reason);
  }
  const [reason] = reasons;
  if (reason) throw new IncompleteRun(UNKNOWN_PROBLEMS[reason]);
}
