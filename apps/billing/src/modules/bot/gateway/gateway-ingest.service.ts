import { Injectable, Logger } from '@nestjs/common';
import type { GatewayNotice, GatewaySession, ToldNotice } from '@pulsetech/discord-client';
import { Transactions } from '@pulsetech/server-kit';
import type { EntityManager } from 'typeorm';
import { MirrorUpdates } from '../mirror/mirror-updates.js';
import { MemberChanges } from '../pushes/member-changes.js';
import { GatewayLost, GatewaySessionsRepository } from './gateway-sessions.repository.js';
import { withoutObsolete } from './replayed-notices.js';

const BATCH = 500;
/** With more than this waiting, some hundred bytes each, it is better to be told again later. */
const MOST_WAITING = 100_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

type MemberNotice = Extract<GatewayNotice, { kind: 'member' | 'left' }>;

/**
 * Stores what the gateway tells: members, pushes and how far the session is in one transaction, in the order in which it was
 * told. What was told to a killed process and not stored is told again, since the session stands where it stood.
 */
@Injectable()
export class GatewayIngest {
  private readonly logger = new Logger(GatewayIngest.name);
  private waiting: ToldNotice[] = [];
  /** Told since the connection broke and before all that was missed had been told. */
  private replayed: ToldNotice[] = [];
  private isReplaying = true;
  /** Counts the times that the connection broke. */
  private breaks = 0;
  /** Says that all that was missed has been told, and waits to be stored with it. */
  private wholeBy: ToldNotice | null = null;
  private isWhole = false;
  private tail: Promise<void> = Promise.resolve();
  private isBusy = false;
  private owner = '';
  private stopped = false;
  private onLost: () => void = () => undefined;

  constructor(
    private readonly sessions: GatewaySessionsRepository,
    private readonly updates: MirrorUpdates,
    private readonly changes: MemberChanges,
    private readonly transactions: Transactions,
  ) {}

  /** `owner`: this process, as it has the gateway. `onLost`: when another has it instead, or what is told is too much. */
  begin(owner: string, onLost: () => void): void {
    this.owner = owner;
    this.onLost = onLost;
    this.broke();
    this.forgetTold();
    this.stopped = false;
  }

  take(told: ToldNotice): void {
    if (this.stopped) return;
    const { kind } = told.notice;
    if (kind === 'began' || kind === 'resumed') {
      this.isReplaying = false;
      this.wholeBy = told;
    }
    if (this.isReplaying) this.replayed.push(told);
    else {
      this.waiting.push(...withoutObsolete(this.replayed.splice(0)), told);
      if (!this.isBusy) this.inTurn(() => this.storeWaiting());
    }
    if (this.waiting.length + this.replayed.length > MOST_WAITING) this.giveUp();
  }

  /** The connection broke: nothing is sure until all that is missed was told. */
  broke(): void {
    this.breaks += 1;
    this.isReplaying = true;
    this.isWhole = false;
    this.wholeBy = null;
  }

  /** Whether everything that the session has to tell is heard, and what was missed before is stored. */
  get hearsAll(): boolean {
    return !this.stopped && this.isWhole;
  }

  /** Another one after each break. */
  get hearing(): number {
    return this.breaks;
  }

  /** Everything that was told before is stored. */
  get isUpToDate(): boolean {
    return this.waiting.length === 0 && !this.isBusy;
  }

  /** Work that must not come between the storing of notices, such as the pages of a walk. */
  async alone<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.inTurn(async () => {
        try {
          resolve(
            await this.transactions.run(async (tx) => {
              await this.sessions.requireOwner(tx, this.owner);
              return work(tx);
            }),
          );
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }

  /** Forgets what is not stored yet: it is told again to whoever resumes. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.broke();
    this.forgetTold();
    await this.tail;
  }

  private forgetTold(): void {
    this.waiting = [];
    this.replayed = [];
  }

  private giveUp(): void {
    this.stopped = true;
    this.broke();
    this.forgetTold();
    this.onLost();
  }

  private inTurn(work: () => Promise<void>): void {
    this.tail = this.tail.then(work);
  }

  private async storeWaiting(): Promise<void> {
    this.isBusy = true;
    let pause = FIRST_PAUSE_MS;
    while (this.waiting.length > 0) {
      const queue = this.waiting;
      const batch = queue.slice(0, BATCH);
      try {
        const isPushed = await this.store(batch);
        queue.splice(0, batch.length);
        if (this.wholeBy && batch.includes(this.wholeBy)) this.isWhole = true;
        if (isPushed) this.changes.announce();
        pause = FIRST_PAUSE_MS;
      } catch (error) {
        if (error instanceof GatewayLost) {
          this.giveUp();
          break;
        }
        // Nothing may be left out, so it waits for the database.
        this.logger.error({ err: error }, 'What the gateway told could not be stored; it is tried again');
        await new Promise((resolve) => setTimeout(resolve, pause));
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
    this.isBusy = false;
  }

  /** True when something is to be pushed. */
  private store(batch: readonly ToldNotice[]): Promise<boolean> {
    const session = batch.at(-1)?.session ?? null;
    return this.transactions.run(async (tx) => {
      let pushes = 0;
      let members: MemberNotice[] = [];
      for (const { notice, session: at } of batch) {
        if (notice.kind === 'member' || notice.kind === 'left') {
          members.push(notice);
          continue;
        }
        pushes += await this.updates.heard(tx, members);
        members = [];
        pushes += await this.other(tx, notice, at);
      }
      pushes += await this.updates.heard(tx, members);
      await this.sessions.put(tx, this.owner, session);
      return pushes > 0;
    });
  }

  private async other(tx: EntityManager, notice: GatewayNotice, session: GatewaySession): Promise<number> {
    switch (notice.kind) {
      case 'began':
        // Whatever happened before was not told to this session.
        await this.updates.allStale(tx);
        await this.sessions.put(tx, this.owner, session, notice.at);
        return 0;
      case 'role_deleted':
        return this.updates.roleDeleted(tx, notice.guildId, notice.roleId, notice.at);
      case 'guild_unavailable':
        await this.updates.stale(tx, notice.guildId);
        return 0;
      case 'guild_lost':
        this.logger.error(`The bot was removed from the guild ${notice.guildId}: nothing is heard of its members`);
        await this.updates.stale(tx, notice.guildId);
        return 0;
      default:
        return 0;
    }
  }
}
