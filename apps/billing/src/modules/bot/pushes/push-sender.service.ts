import { Injectable, Logger } from '@nestjs/common';
import type { PushFailure } from '@pulsetech/contracts';
import { DiscordFailure, GuildMembersReader, Patience, unknownBecause } from '@pulsetech/discord-client';
import type { KnownObservation, Observation } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { countPush } from '../../../platform/metrics/bot-metrics.js';
import type { SiteEntity } from '../../sites/site.entity.js';
import { SiteWebservice } from '../../sites/site-webservice.js';
import { SitesRepository } from '../../sites/sites.repository.js';
import { GuildMirror } from '../mirror/guild-mirror.js';
import { FollowedMembers } from './followed-members.service.js';
import { MemberChanges } from './member-changes.js';
import { OLDEST_MS, pushParameters } from './push-parameters.js';
import { isGivenUp, outcomeOf, waitMs, type PushOutcome } from './push-outcome.js';
import type { PushEntity } from './push.entity.js';
import { PushesRepository, type PushKey } from './pushes.repository.js';

const AT_ONCE_PER_SITE = 16;
const AT_ONCE = 64;
/** Also when nobody says that something is due: what waited for its time. */
const LOOK_MS = 1_000;
const SITE_REMEMBERED_MS = 2_000;
const READ_MS = 20_000;
const HEALTH_NOTED_MS = 1_000;
const SYNC = 'local_pulsetech_discord_sync_user_roles';
const FIND = 'local_pulsetech_discord_get_user_by_discord_id';

/** How one site gets on, as long as this process runs. */
interface Destination {
  site: SiteEntity | null;
  readAt: number;
  pausedUntil: number;
  failuresInARow: number;
  inFlight: number;
  healthNotedAt: number;
}

/**
 * Tells sites what changed: at once, one push for each person at a time, some at once for each site, every site its share.
 * A site that fails as a whole rests and keeps everything that waits for it; a person whom it refuses is tried later.
 */
@Injectable()
export class PushSender {
  private readonly logger = new Logger(PushSender.name);
  private readonly destinations = new Map<number, Destination>();
  private readonly inFlight = new Set<string>();
  /** Arrived, and not deleted yet. */
  private readonly delivered = new Map<string, PushKey>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | null = null;
  private isWanted = false;
  private isRunning = false;
  private readonly sending = new Set<Promise<void>>();

  constructor(
    private readonly pushes: PushesRepository,
    private readonly sites: SitesRepository,
    private readonly webservice: SiteWebservice,
    private readonly mirror: GuildMirror,
    private readonly reader: GuildMembersReader,
    private readonly followed: FollowedMembers,
    private readonly clock: Clock,
    changes: MemberChanges,
  ) {
    changes.onStored(() => this.wake());
  }

  start(): void {
    this.isRunning = true;
    this.wake();
  }

  /** Lets what is on its way arrive; everything else stays stored. */
  async stop(): Promise<void> {
    this.isRunning = false;
    clearTimeout(this.timer);
    await this.looking;
    await Promise.allSettled([...this.sending]);
    await this.forgetDelivered();
  }

  wake(): void {
    if (!this.isRunning) return;
    this.isWanted = true;
    this.looking ??= this.look().finally(() => {
      this.looking = null;
      if (this.isWanted) this.wake();
    });
  }

  private async look(): Promise<void> {
    clearTimeout(this.timer);
    this.isWanted = false;
    try {
      await this.forgetDelivered();
      await this.sendDue();
    } catch (error) {
      this.logger.error({ err: error }, 'What is to be pushed could not be read; it is tried again');
    }
    if (this.isRunning) this.timer = setTimeout(() => this.wake(), LOOK_MS);
  }

  private async sendDue(): Promise<void> {
    const now = this.clock.nowMs();
    const resting = [...this.destinations].filter(([, at]) => at.pausedUntil > now || at.inFlight >= AT_ONCE_PER_SITE);
    if (this.inFlight.size >= AT_ONCE) return;
    const except = resting.map(([licenceId]) => licenceId);
    const due = await this.pushes.due(now, except, AT_ONCE * 4);
    for (const push of inTurns(due)) {
      if (this.inFlight.size >= AT_ONCE) return;
      const to = this.destination(push.licenceId);
      // Of a site that did not answer one push tries whether it does again.
      const room = to.failuresInARow > 0 ? 1 : AT_ONCE_PER_SITE;
      const key = keyOf(push);
      const hasArrived = this.delivered.get(key)?.version === push.version;
      if (to.inFlight >= room || this.inFlight.has(key) || hasArrived) continue;
      this.inFlight.add(key);
      to.inFlight += 1;
      const sent = this.send(push, to)
        .catch((error: unknown) => this.failed(push, error))
        .finally(() => {
          this.inFlight.delete(key);
          to.inFlight -= 1;
          this.sending.delete(sent);
          this.wake();
        });
      this.sending.add(sent);
    }
  }

  /** Something that is neither the site's nor the person's: it must not be tried again at once and without end. */
  private async failed(push: PushEntity, error: unknown): Promise<void> {
    this.logger.error({ err: error }, 'A push failed; it is tried again');
    await this.later(push, 'unreachable').catch((again: unknown) =>
      this.logger.error({ err: again }, 'When it is to be tried again could not be stored'),
    );
  }

  private async send(push: PushEntity, to: Destination): Promise<void> {
    const site = await this.siteOf(push.licenceId, to);
    // Nobody is there who could be told; whoever registers later has runs that tell everything.
    if (!site) return this.done(push);
    const observation = await this.observe(push);
    if (observation.kind === 'unknown') return this.later(push, 'unreachable');
    const parameters = pushParameters(push.guildId, push.discordUserId, observation, this.clock.nowMs());
    const answer = await this.webservice.call(site, SYNC, parameters);
    await this.settle(push, site, to, outcomeOf(answer, to.failuresInARow));
  }

  private async settle(push: PushEntity, site: SiteEntity, to: Destination, outcome: PushOutcome): Promise<void> {
    if (outcome.kind === 'site_pauses') {
      countPush('site_unavailable');
      if (outcome.failure !== 'busy') to.failuresInARow += 1;
      to.pausedUntil = this.clock.nowMs() + outcome.waitMs;
      await this.note(push.licenceId, to, outcome.failure);
      return;
    }
    if (to.failuresInARow > 0) this.logger.log(`The site ${site.url} answers again`);
    to.failuresInARow = 0;
    to.pausedUntil = 0;
    if (outcome.kind === 'delivered') {
      countPush('delivered', this.clock.nowMs() - push.changedAt);
      await this.note(push.licenceId, to, null);
      return this.done(push);
    }
    if (outcome.kind === 'not_done' && (await this.isStranger(push, site))) {
      countPush('not_linked');
      await this.followed.forget(push.licenceId, [push.discordUserId]);
      return;
    }
    countPush('refused');
    await this.refused(push, outcome.kind);
  }

  /** What is known of the person now. Whoever left, or is not known, is asked about: only Discord's own word is `absent`. */
  private async observe({ guildId, discordUserId }: PushEntity): Promise<Observation> {
    const known: KnownObservation | null = await this.mirror.newest(guildId, discordUserId);
    if (known && this.clock.nowMs() - known.at < OLDEST_MS) return known;
    const at = this.clock.nowMs();
    try {
      const read = await this.reader.observe(guildId, [discordUserId], new Patience(READ_MS), 'change');
      return read.get(discordUserId) ?? { kind: 'unknown', reason: 'discord_unavailable', at };
    } catch (error) {
      if (error instanceof DiscordFailure) return unknownBecause(error, at);
      throw error;
    }
  }

  /** Whether the site says that nobody of it is linked with this Discord account. */
  private async isStranger(push: PushEntity, site: SiteEntity): Promise<boolean> {
    const answer = await this.webservice.call(site, FIND, { discord_id: push.discordUserId });
    if (!answer.ok) return false;
    const { value } = answer;
    return typeof value === 'object' && value !== null && 'found' in value && value.found === false;
  }

  private done({ licenceId, discordUserId, version }: PushEntity): void {
    this.delivered.set(keyOf({ licenceId, discordUserId }), { licenceId, discordUserId, version });
    this.isWanted = true;
  }

  private async forgetDelivered(): Promise<void> {
    const keys = [...this.delivered];
    if (keys.length === 0) return;
    await this.pushes.deleteDelivered(keys.map(([, key]) => key));
    for (const [key, deleted] of keys) if (this.delivered.get(key) === deleted) this.delivered.delete(key);
  }

  /** Nothing follows for the person from what could not be tried: it waits, however long it takes. */
  private async later(push: PushEntity, failure: PushFailure): Promise<void> {
    const attempts = push.attempts + 1;
    await this.wait(push, { attempts, waitMs: waitMs(attempts), failure });
  }

  /** The site does not take what it is told about this person, or could not do all of it, and then tries that again itself. */
  private async refused(push: PushEntity, kind: 'not_done' | 'person_refused'): Promise<void> {
    const now = this.clock.nowMs();
    const attempts = push.attempts + 1;
    if (!isGivenUp(attempts, now - push.changedAt)) {
      return this.wait(push, { attempts, waitMs: waitMs(attempts), failure: 'person_refused' });
    }
    if (kind === 'not_done') return this.done(push);
    countPush('dead');
    this.logger.warn({ licenceId: push.licenceId }, 'A push was given up: the site refuses it again and again');
    await this.pushes.progress(push, { attempts, lastFailure: 'person_refused', deadAt: now });
  }

  private async wait(
    push: PushEntity,
    { attempts, waitMs, failure }: { attempts: number; waitMs: number; failure: PushFailure },
  ): Promise<void> {
    const dueAt = Math.round(this.clock.nowMs() + waitMs);
    await this.pushes.progress(push, { attempts, dueAt, lastFailure: failure });
  }

  private destination(licenceId: number): Destination {
    const known = this.destinations.get(licenceId);
    if (known) return known;
    const fresh = { site: null, readAt: 0, pausedUntil: 0, failuresInARow: 0, inFlight: 0, healthNotedAt: 0 };
    this.destinations.set(licenceId, fresh);
    return fresh;
  }

  private async siteOf(licenceId: number, to: Destination): Promise<SiteEntity | null> {
    const now = this.clock.nowMs();
    if (now - to.readAt < SITE_REMEMBERED_MS) return to.site;
    const site = await this.sites.find(licenceId);
    // Another address or another token may do what the one before did not.
    if (to.site && site?.registeredAt !== to.site.registeredAt)
      Object.assign(to, { failuresInARow: 0, pausedUntil: 0 });
    Object.assign(to, { site, readAt: now });
    return site;
  }

  /** For the site's own health page and the operator; once a second is often enough. */
  private async note(licenceId: number, to: Destination, failure: PushFailure | null): Promise<void> {
    const now = this.clock.nowMs();
    const isNews = (to.site?.pushFailure ?? null) !== failure;
    if (!isNews && now - to.healthNotedAt < HEALTH_NOTED_MS) return;
    to.healthNotedAt = now;
    if (to.site) to.site.pushFailure = failure;
    const seconds = this.clock.nowSeconds();
    if (failure !== null && isNews) this.logger.warn(`Pushes to ${to.site?.url ?? 'a site'} wait: ${failure}`);
    await this.sites.notePush(
      licenceId,
      failure === null
        ? { pushSucceededAt: seconds, pushFailure: null }
        : { pushFailedAt: seconds, pushFailure: failure },
    );
  }
}

const keyOf = ({ licenceId, discordUserId }: Omit<PushKey, 'version'>): string => `${licenceId} ${discordUserId}`;

/** One of each site in turn, so that a site with thousands of pushes does not keep another's one waiting. */
function* inTurns(pushes: readonly PushEntity[]): Generator<PushEntity> {
  const bySite = new Map<number, PushEntity[]>();
  for (const push of pushes) {
    const others = bySite.get(push.licenceId);
    if (others) others.push(push);
    else bySite.set(push.licenceId, [push]);
  }
  for (let place = 0; ; place++) {
    const round = [...bySite.values()].flatMap((own) => own.slice(place, place + 1));
    if (round.length === 0) return;
    yield* round;
  }
}
