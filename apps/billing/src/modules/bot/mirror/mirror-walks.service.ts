import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { DiscordBotClient, DiscordFailure, walkGuildMembers } from '@pulsetech/discord-client';
import { Clock } from '@pulsetech/server-kit';
import { GuildFacts } from '../../guilds/guild-facts.js';
import { proofOf } from '../../guilds/snapshots/snapshot-proof.js';
import { GatewayIngest } from '../gateway/gateway-ingest.service.js';
import { GatewayLost, GatewaySessionsRepository } from '../gateway/gateway-sessions.repository.js';
import { FollowedMembersRepository } from '../pushes/followed-members.repository.js';
import { MemberChanges } from '../pushes/member-changes.js';
import { MirrorUpdates } from './mirror-updates.js';
import type { MirrorGuildEntity } from './mirror-guild.entity.js';
import { MirrorRepository } from './mirror.repository.js';

const LOOK_MS = 1_000;
const HOUR_MS = 3_600_000;
/** Also when nothing seems to be missing: events may be lost without a sign. */
const WALKED_EVERY_MS = 24 * HOUR_MS;
const COUNTED_EVERY_MS = HOUR_MS;
/** While the bot is not told of members. */
const POLLED_EVERY_MS = 10 * 60_000;
const FIRST_RETRY_MS = 15_000;
const LONGEST_RETRY_MS = 10 * 60_000;
/** Guilds do not all begin at once after a new session. */
const JITTER_MS = 2_000;

class WalkNotWhole extends Error {}

/**
 * Keeps the mirrors whole: walks guilds that were never walked or may have missed something, tells what differs, and checks
 * the others against Discord's own counts. One guild at a time.
 */
@Injectable()
export class MirrorWalks {
  private readonly logger = new Logger(MirrorWalks.name);
  private readonly failures = new Map<string, { readonly count: number; readonly retryAt: number }>();
  private readonly countedAt = new Map<string, number>();
  private running: Promise<void> = Promise.resolve();
  private stopping = new AbortController();

  constructor(
    private readonly mirror: MirrorRepository,
    private readonly updates: MirrorUpdates,
    private readonly ingest: GatewayIngest,
    private readonly sessions: GatewaySessionsRepository,
    private readonly followed: FollowedMembersRepository,
    private readonly changes: MemberChanges,
    private readonly discord: DiscordBotClient,
    private readonly facts: GuildFacts,
    private readonly clock: Clock,
  ) {}

  /** `isTold`: whether the gateway tells of members. */
  start(isTold: () => boolean): void {
    this.stopping = new AbortController();
    this.running = this.run(isTold, this.stopping.signal);
  }

  stop(): void {
    this.stopping.abort();
  }

  /** Waits for it so long at most. */
  async ended(ms: number): Promise<void> {
    await Promise.race([this.running, sleep(ms, undefined, { ref: false })]);
  }

  private async run(isTold: () => boolean, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (this.ingest.hearsAll) await this.lookAfterAll(isTold, signal);
      } catch (error) {
        this.logger.error({ err: error }, 'The guilds could not be looked after; it is tried again');
      }
      // Ends early when it is stopped, which is no failure.
      await sleep(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async lookAfterAll(isTold: () => boolean, signal: AbortSignal): Promise<void> {
    const licensed = await this.followed.licensedGuilds();
    const known = new Map((await this.mirror.guilds()).map((guild) => [guild.guildId, guild]));
    for (const guildId of known.keys()) {
      if (!licensed.includes(guildId)) await this.ingest.alone((tx) => this.updates.forget(tx, guildId));
    }
    for (const guildId of licensed) {
      if (signal.aborted || !this.ingest.hearsAll) return;
      await this.lookAfter(guildId, known.get(guildId), isTold, signal);
    }
  }

  private async lookAfter(
    guildId: string,
    guild: MirrorGuildEntity | undefined,
    isTold: () => boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const now = this.clock.nowMs();
    const failed = this.failures.get(guildId);
    if (failed && failed.retryAt > now) return;
    try {
      if (this.isDue(guild, isTold(), now)) await this.walk(guildId, isTold, signal);
      else if (
        guild?.state === 'live' &&
        now - (this.countedAt.get(guildId) ?? guild.walkedAt ?? 0) > COUNTED_EVERY_MS
      ) {
        await this.check(guildId);
      }
      this.failures.delete(guildId);
    } catch (error) {
      if (error instanceof GatewayLost || signal.aborted) return;
      const count = (failed?.count ?? 0) + 1;
      const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (count - 1)) + Math.random() * JITTER_MS;
      this.failures.set(guildId, { count, retryAt: now + wait });
      const known = error instanceof DiscordFailure ? error.code : error instanceof WalkNotWhole ? error.message : null;
      if (known === null) this.logger.error({ err: error }, `The walk of the guild ${guildId} broke off`);
      else this.logger.warn(`The guild ${guildId} could not be walked: ${known}`);
    }
  }

  private isDue(guild: MirrorGuildEntity | undefined, isTold: boolean, now: number): boolean {
    if (!guild || guild.walkedAt === null) return true;
    if (!isTold) return now - guild.walkedAt > POLLED_EVERY_MS;
    return guild.state !== 'live' || now - guild.walkedAt > WALKED_EVERY_MS;
  }

  private async walk(guildId: string, isTold: () => boolean, signal: AbortSignal): Promise<void> {
    await sleep(Math.random() * JITTER_MS, undefined, { signal });
    const begun = await this.ingest.alone((tx) => this.updates.beginWalk(tx, guildId));
    if (!begun) return;
    const beganAt = this.clock.nowMs();
    const heardSince = (await this.sessions.read()).beganAt ?? beganAt;
    const { size } = await this.facts.readNow(guildId);
    const before = await this.discord.memberCounts(guildId);
    const met = new Map<string, number>();
    for await (const { members } of walkGuildMembers(this.discord, guildId, {
      total: size,
      nowMs: () => this.clock.nowMs(),
    })) {
      if (signal.aborted) return;
      const page = { guildId, members, heardSince, ...begun };
      if ((await this.ingest.alone((tx) => this.updates.met(tx, page))) > 0) this.changes.announce();
      for (const role of members.flatMap(({ observation }) => observation.roles))
        met.set(role, (met.get(role) ?? 0) + 1);
    }
    const proof = proofOf(met, before, await this.discord.memberCounts(guildId), guildId);
    if (!proof.proven) throw new WalkNotWhole(proof.reason ?? 'its member list is not whole.');
    await this.end(guildId, begun.walk, beganAt, isTold());
  }

  private async end(guildId: string, walk: number, beganAt: number, isTold: boolean): Promise<void> {
    const now = this.clock.nowMs();
    while (await this.ingest.alone((tx) => this.updates.missed(tx, guildId, walk, beganAt, now)));
    this.changes.announce();
    await this.ingest.alone((tx) => this.updates.endWalk(tx, { guildId, walk, beganAt, isTold }));
    this.countedAt.set(guildId, now);
    this.logger.log(`The members of the guild ${guildId} are known`);
  }

  /** What was heard must come to as many as Discord counts. */
  private async check(guildId: string): Promise<void> {
    const before = await this.discord.memberCounts(guildId);
    const known = await this.updates.countRoles(guildId);
    const proof = proofOf(known, before, await this.discord.memberCounts(guildId), guildId);
    this.countedAt.set(guildId, this.clock.nowMs());
    if (proof.proven) return;
    this.logger.warn(`What was heard of the guild ${guildId} does not agree with Discord's counts: it is walked again`);
    await this.ingest.alone((tx) => this.updates.stale(tx, guildId));
  }
}
