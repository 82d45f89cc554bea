import { Injectable } from '@nestjs/common';
import type { LedgerWrite, Settlement, UnknownReason } from '@pulsetech/domain';
import { Clock, Transactions } from '@pulsetech/server-kit';
import type { EntityManager } from 'typeorm';
import { Batcher } from '../../../platform/batching/batcher.js';
import type { Lease } from '../../../platform/locks/leases.js';
import { LocksError } from '../../../platform/locks/locks.errors.js';
import { UserLocks } from '../../../platform/locks/user-locks.js';
import { LinksRepository } from '../../linking/links.repository.js';
import { ChangesRepository } from '../ledger/changes.repository.js';
import { LedgerRepository, type LedgerEntry } from '../ledger/ledger.repository.js';
import { StatesRepository, type Seen } from '../ledger/states.repository.js';
import type { SyncSubject } from './sync.types.js';

interface Intention extends LedgerEntry {
  readonly lease: Lease;
}

/** What one user's synchronisation, or a phase of it, came to. */
interface Ending {
  readonly of: SyncSubject;
  readonly settlement: Settlement;
  readonly lease: Lease;
  readonly seen: Seen | null;
}

/**
 * Writes what a synchronisation found and did. What belongs together is written together, and what many users'
 * synchronisations write at the same moment goes into one transaction.
 */
@Injectable()
export class SyncRecorder {
  private readonly intents = new Batcher<Intention, boolean>((intentions) => this.intendAll(intentions));
  private readonly endings = new Batcher<Ending, boolean>((endings) => this.settleAll(endings));
  private readonly synced = new Batcher<Seen, null>((seen) => this.noteAll(seen));

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly states: StatesRepository,
    private readonly changes: ChangesRepository,
    private readonly links: LinksRepository,
    private readonly locks: UserLocks,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * `seen`: notes the observation too, and that the user was synchronised now; this ends the work under the lease.
   *
   * @throws LocksError when the lease was lost: nothing is written then, and the intents stay for the next synchronisation
   */
  async settle(of: SyncSubject, settlement: Settlement, lease: Lease, seen: Seen | null): Promise<void> {
    if (!(await this.endings.add({ of, settlement, lease, seen }))) throw new LocksError();
  }

  /** Notes that a user was synchronised without a change; with many at once, a few statements for all of them. */
  async unchanged(seen: Seen): Promise<void> {
    await this.synced.add(seen);
  }

  async unchangedMany(seen: readonly Seen[]): Promise<void> {
    if (seen.length > 0) await this.transactions.run((tx) => this.noteSynced(seen, tx));
  }

  /**
   * Stores what is about to be done under a lease that is held already.
   *
   * @throws LocksError when the lease was lost: nothing is stored then
   */
  async intend(userId: number, intents: readonly LedgerWrite[], lease: Lease): Promise<void> {
    if (!(await this.intents.add({ userId, writes: intents, lease }))) throw new LocksError();
  }

  /** Notes that nothing could be read about a user. */
  async unknown(of: Omit<Seen, 'observation'>, reason: UnknownReason): Promise<void> {
    await this.transactions.run((tx) => this.states.putUnknown(of, reason, tx));
  }

  /** Forgets everything about a user who is no longer there. */
  forget(userId: number): Promise<void> {
    return this.transactions.run((tx) => this.forgetWithin(tx, userId));
  }

  /** The same as part of a transaction. */
  async forgetWithin(tx: EntityManager, userId: number): Promise<void> {
    await this.ledger.removeAll(userId, tx);
    await this.states.remove(userId, tx);
  }

  /**
   * Forgets what was seen of a user who is no longer linked; what is suspended is kept in the ledger.
   *
   * @throws LocksError when the lease was lost: nothing is forgotten then
   */
  async unlinked(userId: number, lease: Lease): Promise<void> {
    await this.transactions.run(async (tx) => {
      if ((await this.locks.keptWithin(tx, [{ lease }])).length === 0) throw new LocksError();
      await this.ledger.removeUnlessSuspended(userId, tx);
      await this.states.remove(userId, tx);
    });
  }

  /** A batch that meets another transaction's row is tried one by one; see {@link Batcher}. */
  private run<T>(batch: readonly unknown[], work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.transactions.run(work, { once: batch.length > 1 });
  }

  private async intendAll(intentions: readonly Intention[]): Promise<boolean[]> {
    const held = intentions.filter(({ lease }) => lease.isHeld());
    const idle = held.filter(({ writes }) => writes.length === 0);
    const entries = inOrder(held.filter(({ writes }) => writes.length > 0));
    const stored = entries.length === 0 ? [] : await this.run(entries, (tx) => this.intendWithin(tx, entries));
    const done = new Set([...idle, ...stored]);
    return intentions.map((intention) => done.has(intention));
  }

  private async intendWithin(tx: EntityManager, entries: readonly Intention[]): Promise<Intention[]> {
    const kept = await this.locks.keptWithin(tx, entries);
    await this.ledger.write(kept, tx);
    return kept;
  }

  private async settleAll(endings: readonly Ending[]): Promise<boolean[]> {
    const settled = await this.run(endings, (tx) => this.settleWithin(tx, endings));
    for (const { lease, seen } of settled) if (seen) lease.ended();
    return endings.map((ending) => settled.has(ending));
  }

  /** Answers those whose lease was still theirs; nothing is written for the others. */
  private async settleWithin(tx: EntityManager, endings: readonly Ending[]): Promise<ReadonlySet<Ending>> {
    const kept = await this.locks.keptWithin(tx, endings);
    const all = inOrder(kept.map((ending) => ({ ...ending, userId: ending.of.userId })));
    const last = all.filter(({ seen }) => seen !== null);
    await this.ledger.write(
      all.map(({ userId, settlement }) => ({ userId, writes: settlement.writes })),
      tx,
    );
    await this.changes.insert(
      all.map(({ of, settlement }) => ({ of, reports: settlement.reports })),
      tx,
    );
    await this.noteSynced(
      last.flatMap(({ seen }) => seen ?? []),
      tx,
    );
    await this.locks.giveBackWithin(
      tx,
      last.map(({ lease }) => lease),
    );
    return new Set(kept);
  }

  private async noteAll(seen: readonly Seen[]): Promise<null[]> {
    const each = [...new Map(seen.map((one) => [`${one.userId} ${one.guildId ?? ''}`, one])).values()];
    await this.run(seen, (tx) => this.noteSynced(each, tx));
    return seen.map(() => null);
  }

  private async noteSynced(seen: readonly Seen[], tx: EntityManager): Promise<void> {
    if (seen.length === 0) return;
    const ordered = inOrder(seen);
    await this.states.put(ordered, tx);
    const userIds = ordered.map(({ userId }) => userId);
    await this.links.touchSynced(userIds, this.clock.nowSeconds(), tx);
  }
}

/** In one order everywhere, so that two processes do not lock each other's rows crosswise. */
function inOrder<T extends { readonly userId: number }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => a.userId - b.userId);
}
