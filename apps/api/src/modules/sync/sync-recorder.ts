import { Injectable } from '@nestjs/common';
import type { LedgerWrite, Settlement, UnknownReason } from '@pulsetech/domain';
import { Clock, Transactions } from '@pulsetech/server-kit';
import type { EntityManager } from 'typeorm';
import type { Lease } from '../../platform/locks/leases.js';
import { LinksRepository } from '../linking/links.repository.js';
import { Batcher } from './batcher.js';
import { ChangesRepository } from './changes.repository.js';
import { LedgerRepository } from './ledger.repository.js';
import { StatesRepository, type Seen } from './states.repository.js';
import type { SyncSubject } from './sync.types.js';

/** Writes what a synchronisation found and did. What belongs together is written together. */
@Injectable()
export class SyncRecorder {
  private readonly synced = new Batcher<Seen, null>((seen) => this.noteAll(seen));

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly states: StatesRepository,
    private readonly changes: ChangesRepository,
    private readonly links: LinksRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** `seen`: notes the observation too, and that the user was synchronised now; this ends the work under the lease. */
  async settle(of: SyncSubject, settlement: Settlement, lease: Lease, seen: Seen | null): Promise<void> {
    const write = async (tx: EntityManager): Promise<void> => {
      await this.ledger.write(of.userId, settlement.writes, tx);
      await this.changes.insert(of, settlement.reports, tx);
    };
    if (seen === null) return this.transactions.run(write);
    await lease.releaseWith((giveBack) =>
      this.transactions.run(async (tx) => {
        await write(tx);
        await this.noteSynced([seen], tx);
        await giveBack(tx);
      }),
    );
  }

  /** Notes that a user was synchronised without a change; with many at once, a few statements for all of them. */
  async unchanged(seen: Seen): Promise<void> {
    await this.synced.add(seen);
  }

  async unchangedMany(seen: readonly Seen[]): Promise<void> {
    if (seen.length > 0) await this.transactions.run((tx) => this.noteSynced(seen, tx));
  }

  /** Stores what is about to be done. */
  async intend(userId: number, intents: readonly LedgerWrite[]): Promise<void> {
    if (intents.length > 0) await this.transactions.run((tx) => this.ledger.write(userId, intents, tx));
  }

  /** Notes that nothing could be read about a user. */
  async unknown(userId: number, discordId: string, reason: UnknownReason): Promise<void> {
    await this.transactions.run((tx) => this.states.putUnknown(userId, discordId, reason, tx));
  }

  /** Forgets everything about a user who is no longer linked, or no longer there. */
  async forget(userId: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.ledger.removeAll(userId, tx);
      await this.states.remove(userId, tx);
    });
  }

  private async noteAll(seen: readonly Seen[]): Promise<null[]> {
    await this.unchangedMany([...new Map(seen.map((one) => [one.userId, one])).values()]);
    return seen.map(() => null);
  }

  private async noteSynced(seen: readonly Seen[], tx: EntityManager): Promise<void> {
    // In one order everywhere, so that two processes do not lock each other's rows crosswise.
    const inOrder = [...seen].sort((a, b) => a.userId - b.userId);
    await this.states.put(inOrder, tx);
    const userIds = inOrder.map(({ userId }) => userId);
    await this.links.touchSynced(userIds, this.clock.nowSeconds(), tx);
  }
}
