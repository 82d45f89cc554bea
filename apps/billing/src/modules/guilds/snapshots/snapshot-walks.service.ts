import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { DiscordBotClient, DiscordFailure, walkGuildMembers, type WalkedPage } from '@pulsetech/discord-client';
import { Clock, SecretBox, isUniqueViolation } from '@pulsetech/server-kit';
import { countWalk } from '../../../platform/metrics/bot-metrics.js';
import { failureCodeOf } from '../guilds.errors.js';
import type { PageIndex } from './page-index.js';
import { SnapshotPages } from './snapshot-pages.service.js';
import { proofOf } from './snapshot-proof.js';
import type { SnapshotEntity } from './snapshot.entity.js';
import { SnapshotsRepository } from './snapshots.repository.js';
import { WalkPauses } from './walk-pauses.js';

type Counts = ReadonlyMap<string, number>;
type End = Pick<SnapshotEntity, 'state' | 'failure' | 'proofSealed'>;

/** A walk that this process carries out. */
export interface LiveWalk {
  readonly snapshot: SnapshotEntity;
  readonly index: PageIndex;
  /** When it has ended, well or not. */
  readonly ended: Promise<void>;
}

/**
 * Carries walks out. All that a walk knows is in the database page by page, so that whoever comes after a killed process
 * goes on where it stood.
 */
@Injectable()
export class SnapshotWalks implements BeforeApplicationShutdown {
  private readonly logger = new Logger(SnapshotWalks.name);
  private readonly live = new Map<string, LiveWalk>();
  private readonly storing = new Set<Promise<void>>();
  private stopping = false;

  constructor(
    private readonly discord: DiscordBotClient,
    private readonly snapshots: SnapshotsRepository,
    private readonly pages: SnapshotPages,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly pauses: WalkPauses,
  ) {}

  /** Lets walks end between two pages; the next process goes on with them. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.allSettled(this.storing);
  }

  liveOf(publicId: string): LiveWalk | undefined {
    return this.live.get(publicId);
  }

  get underWay(): readonly SnapshotEntity[] {
    return [...this.live.values()].map(({ snapshot }) => snapshot);
  }

  /** Begins a walk, or goes on with it after its last stored page. */
  async carryOn(snapshot: SnapshotEntity): Promise<void> {
    const index = await this.pages.indexOf(snapshot);
    const counts = await this.pages.countRoles(snapshot.id, index);
    if (this.stopping || this.live.has(snapshot.publicId)) return;
    const ended = this.walk(snapshot, index, counts);
    this.live.set(snapshot.publicId, { snapshot, index, ended });
  }

  /** What cannot be understood here is left to be gone on with by the housekeeping. */
  private async walk(snapshot: SnapshotEntity, index: PageIndex, counts: Map<string, number>): Promise<void> {
    try {
      const end = await this.readAll(snapshot, index, counts);
      if (end) await this.finish(snapshot, index, end);
    } catch (error) {
      if (isUniqueViolation(error)) this.logger.warn(`Another process walks on snapshot ${snapshot.publicId}`);
      else if (!this.stopping) this.logger.error({ err: error }, `The walk of snapshot ${snapshot.publicId} broke off`);
    } finally {
      this.live.delete(snapshot.publicId);
    }
  }

  /** Null when it was stopped in the middle. */
  private async readAll(snapshot: SnapshotEntity, index: PageIndex, counts: Map<string, number>): Promise<End | null> {
    const { guildId, membersTotal: total } = snapshot;
    try {
      const before = await this.countsBefore(snapshot, index);
      const options = {
        from: { after: index.lastId, met: index.members },
        total,
        nowMs: () => this.clock.nowMs(),
        outagePausesMs: this.pauses.outagesMs,
      };
      for await (const page of walkGuildMembers(this.discord, guildId, options)) {
        if (this.isStopping()) return null;
        await this.store(snapshot.id, page, index, counts);
        if (this.isStopping()) return null;
      }
      const proof = proofOf(counts, before, await this.roleCounts(guildId), guildId);
      return { state: 'complete', failure: null, proofSealed: this.secrets.seal(JSON.stringify(proof)) };
    } catch (error) {
      if (!(error instanceof DiscordFailure)) throw error;
      return { state: 'failed', failure: failureCodeOf(error), proofSealed: null };
    }
  }

  /** As a function, since it changes while pages are waited for. */
  private isStopping(): boolean {
    return this.stopping;
  }

  private async store(id: number, page: WalkedPage, index: PageIndex, counts: Map<string, number>): Promise<void> {
    const storing = this.pages.store(id, page, index, counts);
    this.storing.add(storing);
    try {
      await storing;
    } finally {
      this.storing.delete(storing);
    }
  }

  /** The counts that the guild reported before its first page was read. */
  private async countsBefore(snapshot: SnapshotEntity, index: PageIndex): Promise<Counts | null> {
    if (snapshot.countsSealed !== null) {
      return new Map(JSON.parse(this.secrets.open(snapshot.countsSealed)) as [string, number][]);
    }
    if (index.pages > 0) return null;
    const counts = await this.roleCounts(snapshot.guildId);
    if (counts) {
      snapshot.countsSealed = this.secrets.seal(JSON.stringify([...counts]));
      await this.snapshots.update(snapshot.id, { countsSealed: snapshot.countsSealed });
    }
    return counts;
  }

  /** Null when the guild does not say: then the walk goes on, without proof. */
  private async roleCounts(guildId: string): Promise<Counts | null> {
    for (const pauseMs of [...this.pauses.countsMs, null]) {
      try {
        return await this.discord.memberCounts(guildId);
      } catch (error) {
        if (!(error instanceof DiscordFailure) || error.code === 'discord_unauthorized') throw error;
        const mayPass = error.code === 'discord_unavailable' || error.code === 'discord_rate_limited';
        if (!mayPass || pauseMs === null) return null;
        await sleep(Math.min(error.retryAfterMs ?? pauseMs, LONGEST_COUNTS_WAIT_MS));
      }
    }
    return null;
  }

  private async finish(snapshot: SnapshotEntity, index: PageIndex, end: End): Promise<void> {
    const now = this.clock.nowMs();
    const changes = { ...end, membersRead: index.members, finishedAt: now, usedAt: now };
    if (!(await this.snapshots.end(snapshot.id, changes))) return;
    Object.assign(snapshot, changes);
    countWalk(end.failure ?? end.state);
    if (end.state === 'failed') await this.snapshots.deletePages(snapshot.id);
  }
}

const LONGEST_COUNTS_WAIT_MS = 15_000;
