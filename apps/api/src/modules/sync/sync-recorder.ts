import { Injectable } from '@nestjs/common';
import type { Settlement } from '@pulsetech/domain';
import { Clock, Transactions } from '@pulsetech/server-kit';
import type { EntityManager } from 'typeorm';
import { LinksRepository } from '../linking/links.repository.js';
import { ChangesRepository } from './changes.repository.js';
import { LedgerRepository } from './ledger.repository.js';
import { StatesRepository, type Seen } from './states.repository.js';
import type { Cause } from './sync.types.js';

/** Writes what a synchronisation found and did. What belongs together is written together. */
@Injectable()
export class SyncRecorder {
  private waiting: { readonly seen: Map<number, Seen>; readonly written: Promise<void> } | null = null;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly states: StatesRepository,
    private readonly changes: ChangesRepository,
    private readonly links: LinksRepository,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** `seen`: also notes the observation and that the user was synchronised now. */
  async settle(
    of: { readonly userId: number; readonly cause: Cause; readonly runId?: number },
    settlement: Settlement,
    seen: Seen | null,
  ): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.ledger.write(of.userId, settlement.writes, tx);
      await this.changes.insert(of, settlement.reports, tx);
      if (seen) await this.noteSynced([seen], tx);
    });
  }

  /**
   * Notes that users were synchronised without a change. Calls that come while another is being written are written
   * together, so that many users at once cost a few statements.
   */
  unchanged(seen: Seen): Promise<void> {
    if (this.waiting === null) {
      const batch = new Map<number, Seen>();
      const written = this.writing.then(() => {
        this.waiting = null;
        return this.unchangedMany([...batch.values()]);
      });
      this.waiting = { seen: batch, written };
      this.writing = written.catch(() => undefined);
    }
    this.waiting.seen.set(seen.userId, seen);
    return this.waiting.written;
  }

  async unchangedMany(seen: readonly Seen[]): Promise<void> {
    if (seen.length > 0) await this.transactions.run((tx) => this.noteSynced(seen, tx));
  }

  /** Forgets everything about a user who is no longer linked, or no longer there. */
  async forget(userId: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.ledger.removeAll(userId, tx);
      await this.states.remove(userId, tx);
    });
  }

  private async noteSynced(seen: readonly Seen[], tx: EntityManager): Promise<void> {
    // In one order everywhere, so that two processes do not lock each other's rows crosswise.
    const inOrder = [...seen].sort((a, b) => a.userId - b.userId);
    await this.states.put(inOrder, tx);
    const userIds = inOrder.map(({ userId }) => userId);
    await this.links.touchSynced(userIds, this.clock.nowSeconds(), tx);
  }
}
