import { Injectable } from '@nestjs/common';
import { grantId, type Grant, type LedgerWrite } from '@pulsetech/domain';
import { Transactions } from '@pulsetech/server-kit';
import type { EntityManager } from 'typeorm';
import { Batcher } from '../../../platform/batching/batcher.js';
import type { Lease, TakenLease } from '../../../platform/locks/leases.js';
import { UserLocks } from '../../../platform/locks/user-locks.js';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import { UserRecords, type UserRecord } from './user-records.js';

/** What is about to be done for a user, and what is stored about the user as the plan was made. */
export interface Start {
  readonly userId: number;
  readonly record: UserRecord;
  readonly intents: readonly LedgerWrite[];
}

/** Begins the work on users: takes their leases and stores the intents, of many users at once in one transaction. */
@Injectable()
export class SyncStarts {
  private readonly starts = new Batcher<Start, Lease | null>((starts) => this.together(starts));

  constructor(
    private readonly locks: UserLocks,
    private readonly records: UserRecords,
    private readonly ledger: LedgerRepository,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Null when another process is, or was, at work on the user since the record was read: nothing is stored then. Null as
   * well when all of the lease's time went by while the intents were stored: they stay, and nothing was done about them.
   */
  begin(start: Start): Promise<Lease | null> {
    return this.starts.add(start);
  }

  private async together(starts: readonly Start[]): Promise<(Lease | null)[]> {
    // In one order everywhere, so that two processes do not wait for each other crosswise.
    const inOrder = [...starts].sort((a, b) => a.userId - b.userId);
    // A batch that meets another transaction's row is tried one by one.
    const begun = await this.transactions.run((tx) => this.beginWithin(tx, inOrder), { once: starts.length > 1 });
    return starts.map((start) => begun.get(start)?.hold() ?? null);
  }

  private async beginWithin(tx: EntityManager, starts: readonly Start[]): Promise<Map<Start, TakenLease>> {
    const taken = await this.takeWithin(tx, starts);
    const asked = Array.from(taken.keys(), ({ userId, record: { guildId } }) => ({ userId, guildId }));
    const now = await this.records.within(tx, asked);
    const overtaken = [...taken].filter(([{ userId, record }]) => !isSame(now.get(userId), record));
    for (const [start] of overtaken) taken.delete(start);
    const inVain = overtaken.map(([, lease]) => lease);
    await this.locks.giveBackWithin(tx, inVain);
    const entries = [...taken.keys()].map(({ userId, intents }) => ({ userId, writes: intents }));
    await this.ledger.write(entries, tx);
    return taken;
  }

  private async takeWithin(tx: EntityManager, starts: readonly Start[]): Promise<Map<Start, TakenLease>> {
    const leases = await this.locks.takeWithin(tx, userIdsOf(starts));
    const taken = new Map<Start, TakenLease>();
    starts.forEach((start, place) => {
      const lease = leases[place];
      if (lease) taken.set(start, lease);
    });
    return taken;
  }
}

function userIdsOf(starts: Iterable<Start>): number[] {
  return Array.from(starts, ({ userId }) => userId);
}

function isSame(a: UserRecord | undefined, b: UserRecord): boolean {
  if (a?.linkedTo !== b.linkedTo || a.state?.observedAt !== b.state?.observedAt) return false;
  const rows = new Map(a.grants.map((grant) => [grantId(grant), grant]));
  return a.grants.length === b.grants.length && b.grants.every((grant) => isSameRow(grant, rows.get(grantId(grant))));
}

function isSameRow(a: Grant, b: Grant | undefined): boolean {
  return a.origin === b?.origin && a.state === b.state && a.since === b.since;
}
