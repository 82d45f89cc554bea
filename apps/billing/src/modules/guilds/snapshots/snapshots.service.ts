import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SnapshotDto, SnapshotLookupResponse, SnapshotProof } from '@pulsetech/contracts';
import { DiscordFailure, GuildMembersReader, MEMBERS_PAGE, Patience, areFew } from '@pulsetech/discord-client';
import { Clock, SecretBox } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';
import { GuildFacts } from '../guild-facts.js';
import { GuildError, failureCodeOf, guildErrorOf, type GuildErrorCode } from '../guilds.errors.js';
import { failedSnapshot, plannedSingleReads, plannedWalk } from './new-snapshots.js';
import { SnapshotPages } from './snapshot-pages.service.js';
import { PROVEN } from './snapshot-proof.js';
import { SnapshotWalks, type LiveWalk } from './snapshot-walks.service.js';
import type { SnapshotEntity } from './snapshot.entity.js';
import { SnapshotError } from './snapshots.errors.js';
import { SnapshotsRepository } from './snapshots.repository.js';

/** Sites wait ten seconds for us. */
const GUILD_PATIENCE_MS = 8_000;
/** Two walks share what Discord allows a guild, so that each takes twice as long; more would come to nothing. */
const WALKS_AT_ONCE = 2;
const TOUCHED_EVERY_MS = 10 * 60_000;
const SHORTEST_RETRY_MS = 2_000;
const REMEMBERED_MS = 60_000;

/** Failures that no waiting mends; others are for the walk itself to wait out. */
const FINAL: ReadonlySet<string> = new Set(['guild_unreadable', 'missing_access', 'discord_unauthorized']);

export interface SnapshotOrder {
  /** How many users are to be looked up in it. */
  readonly linked: number;
  /** How long ago a walk may have begun to serve; undefined: it may not be much older than it took. */
  readonly maxAgeMs: number | undefined;
}

/** Readings of a guild's members for many lookups: started, shared, followed and looked into. */
@Injectable()
export class SnapshotsService {
  private readonly starting = new Map<string, Promise<SnapshotEntity>>();
  /** Those that have ended: they change no more, until they are deleted. */
  private readonly ended = new LRUCache<string, SnapshotEntity>({ max: 200, ttl: REMEMBERED_MS });

  constructor(
    private readonly snapshots: SnapshotsRepository,
    private readonly walks: SnapshotWalks,
    private readonly pages: SnapshotPages,
    private readonly facts: GuildFacts,
    private readonly reader: GuildMembersReader,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** A snapshot that serves this order, at once; its walk goes on meanwhile. Those of one guild are shared. */
  async start(guildId: string, order: SnapshotOrder): Promise<SnapshotEntity> {
    const before = this.starting.get(guildId);
    const start = (): Promise<SnapshotEntity> => this.findOrBegin(guildId, order);
    const mine = before ? before.then(start, start) : start();
    this.starting.set(guildId, mine);
    try {
      return await mine;
    } finally {
      if (this.starting.get(guildId) === mine) this.starting.delete(guildId);
    }
  }

  /**
   * The same, when it has ended. Throws what it failed of; and `discord_rate_limited` with a time to wait when its walk
   * takes longer than the patience: it goes on, and whoever asks again then gets its result.
   */
  async startAndFinish(guildId: string, order: SnapshotOrder, patience: Patience): Promise<SnapshotEntity> {
    const snapshot = await this.start(guildId, order);
    const live = this.walks.liveOf(snapshot.publicId);
    const later = (): DiscordFailure => new DiscordFailure('discord_rate_limited', { retryAfterMs: remainingMs(live) });
    if (live) await patience.for(live.ended, later);
    const ended = await this.find(guildId, snapshot.publicId);
    if (ended.state === 'walking') throw later();
    if (ended.failure !== null) throw new GuildError(ended.failure);
    return ended;
  }

  isProven(snapshot: SnapshotEntity): boolean {
    return this.proofOf(snapshot)?.proven === true;
  }

  /** The guild's own snapshot of this id. Throws `snapshot_unknown`, also for those of other guilds. */
  async find(guildId: string, publicId: string): Promise<SnapshotEntity> {
    const known = this.walks.liveOf(publicId)?.snapshot ?? this.ended.get(publicId);
    const snapshot = known ?? (await this.snapshots.find(guildId, publicId));
    if (snapshot?.guildId !== guildId) throw new SnapshotError('snapshot_unknown');
    if (snapshot.state !== 'walking') this.ended.set(publicId, snapshot);
    return snapshot;
  }

  async show(snapshot: SnapshotEntity, receivedAt: number): Promise<SnapshotDto> {
    return {
      id: snapshot.publicId,
      guildId: snapshot.guildId,
      kind: snapshot.kind,
      state: snapshot.state,
      failure: snapshot.failure,
      membersRead: await this.membersRead(snapshot),
      membersTotal: snapshot.membersTotal,
      proof: this.proofOf(snapshot),
      startedAt: snapshot.startedAt,
      finishedAt: snapshot.finishedAt,
      receivedAt,
    };
  }

  /**
   * What a complete snapshot says of exactly these ids. Throws `snapshot_not_ready` for one that is not complete, and a
   * GuildError when members are to be read now and the guild cannot be.
   */
  async lookup(snapshot: SnapshotEntity, ids: readonly string[], patience: Patience): Promise<SnapshotLookupResponse> {
    const receivedAt = this.clock.nowMs();
    if (snapshot.state !== 'complete') throw new SnapshotError('snapshot_not_ready');
    await this.touch(snapshot);
    const found =
      snapshot.kind === 'walk'
        ? await this.pages.find(snapshot.id, await this.pages.indexOf(snapshot), ids)
        : await this.readNow(snapshot.guildId, ids, patience);
    const members = ids.flatMap((id) => {
      const observation = found.get(id);
      return observation ? [{ id, observation }] : [];
    });
    const notMet = ids.filter((id) => !found.has(id));
    return { guildId: snapshot.guildId, receivedAt, members, notMet };
  }

  private async findOrBegin(guildId: string, order: SnapshotOrder): Promise<SnapshotEntity> {
    return (await this.shared(guildId, order.maxAgeMs)) ?? this.begin(guildId, order.linked);
  }

  private async shared(guildId: string, maxAgeMs: number | undefined): Promise<SnapshotEntity | undefined> {
    const latest = await this.snapshots.latestWalks(guildId);
    const now = this.clock.nowMs();
    const fresh = latest.find((walk) => isFresh(walk, now, maxAgeMs));
    const underWay = latest.filter(({ state }) => state === 'walking');
    const shared = fresh ?? (underWay.length >= WALKS_AT_ONCE ? underWay[0] : undefined);
    return shared && (this.walks.liveOf(shared.publicId)?.snapshot ?? shared);
  }

  private async begin(guildId: string, linked: number): Promise<SnapshotEntity> {
    const now = this.clock.nowMs();
    const { size, failure } = await this.readGuild(guildId);
    const single = areFew(linked, size);
    const about = { publicId: randomUUID(), guildId, membersTotal: size, startedAt: now, usedAt: now };
    if (failure !== null)
      return this.snapshots.insert(failedSnapshot(about, single ? 'single_reads' : 'walk', failure));
    if (single) {
      return this.snapshots.insert(plannedSingleReads(about, this.secrets.seal(JSON.stringify(PROVEN))));
    }
    const snapshot = await this.snapshots.insert(plannedWalk(about));
    await this.walks.carryOn(snapshot);
    return snapshot;
  }

  /** About how many members there are; null when Discord does not say just now. */
  private async readGuild(guildId: string): Promise<{ size: number | null; failure: GuildErrorCode | null }> {
    try {
      const reading = this.facts.readNow(guildId);
      const { size } = await new Patience(GUILD_PATIENCE_MS).for(
        reading,
        () => new DiscordFailure('discord_unavailable'),
      );
      return { size, failure: null };
    } catch (error) {
      if (!(error instanceof DiscordFailure)) throw error;
      return { size: null, failure: FINAL.has(error.code) ? failureCodeOf(error) : null };
    }
  }

  private async membersRead(snapshot: SnapshotEntity): Promise<number> {
    if (snapshot.state !== 'walking') return snapshot.membersRead;
    const live = this.walks.liveOf(snapshot.publicId);
    return (live?.index ?? (await this.pages.indexOf(snapshot))).members;
  }

  private proofOf({ proofSealed }: SnapshotEntity): SnapshotProof | null {
    return proofSealed === null ? null : (JSON.parse(this.secrets.open(proofSealed)) as SnapshotProof);
  }

  private async readNow(guildId: string, ids: readonly string[], patience: Patience) {
    try {
      return await this.reader.observe(guildId, ids, patience);
    } catch (error) {
      throw guildErrorOf(error);
    }
  }

  /** Keeps what is in use from being deleted. */
  private async touch(snapshot: SnapshotEntity): Promise<void> {
    const now = this.clock.nowMs();
    if (now - snapshot.usedAt < TOUCHED_EVERY_MS) return;
    snapshot.usedAt = now;
    await this.snapshots.update(snapshot.id, { usedAt: now });
  }
}

/** A guess: Discord gives a page a second at most. */
function remainingMs(walk: LiveWalk | undefined): number {
  const left = walk ? ((walk.snapshot.membersTotal ?? 0) - walk.index.members) / MEMBERS_PAGE : 0;
  return Math.max(SHORTEST_RETRY_MS, left * 1000);
}

/** Without a `maxAgeMs`, a walk serves while it is under way and for twice as long as it took. */
function isFresh({ startedAt, finishedAt }: SnapshotEntity, now: number, maxAgeMs: number | undefined): boolean {
  if (maxAgeMs !== undefined) return startedAt >= now - maxAgeMs;
  return finishedAt === null || now - finishedAt < 2 * (finishedAt - startedAt);
}
