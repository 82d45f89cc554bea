import { Injectable } from '@nestjs/common';
import type { RunPhase } from '@pulsetech/contracts';
import { ENDS_OF_SUSPENSIONS } from '@pulsetech/domain';
import { Clock, Transactions } from '@pulsetech/server-kit';
import { DataSource, In, IsNull, LessThan, Not, type EntityManager, type Repository } from 'typeorm';
import type { LeaseKey } from '../../../platform/locks/leases.js';
import { SyncRunEntity } from '../entities/sync-run.entity.js';
import { placeholders } from '../ledger/sql.js';
import { IS_REVERSIBLE } from './reversible.js';
import { columnsOf, toRun, type NewRun, type Run, type RunChange } from './run.js';

const LEASED = 'EXISTS (SELECT 1 FROM locks WHERE locks.name = :name AND locks.owner = :owner)';
/** Ends after which the same run may be undone once more: what is undone already is left alone then. */
const UNDONE = ['running', 'completed', 'completed_with_errors'] as const;

/** The table `sync_runs`. */
@Injectable()
export class RunsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async begin({ startedBy = null, ...run }: NewRun): Promise<Run> {
    const now = this.clock.nowSeconds();
    const row = { ...run, dry: run.dry ? 1 : 0, startedby: startedBy, state: 'running' as const, timestarted: now };
    const { id } = await this.transactions.run((tx) => tx.save(tx.create(SyncRunEntity, row)));
    return toRun(await this.rows().findOneByOrFail({ id }));
  }

  async findById(id: number): Promise<Run | null> {
    const row = await this.rows().findOneBy({ id });
    return row && toRun(row);
  }

  /** The run that is going on, or that was interrupted. */
  async findRunning(): Promise<Run | null> {
    const row = await this.rows().findOne({ where: { state: 'running' }, order: { id: 'ASC' } });
    return row && toRun(row);
  }

  /** When the last synchronisation of everybody began (Unix seconds); what was only planned or undone does not count. */
  async lastStart(): Promise<number | null> {
    const where = { dry: 0, cause: In(['schedule', 'manual', 'cli']) };
    const [row] = await this.rows().find({ where, order: { timestarted: 'DESC' }, take: 1 });
    return row?.timestarted ?? null;
  }

  /** The Discord server of the last run before this one that came to its end; null when there was none. */
  async serverBefore(id: number): Promise<string | null> {
    const state = In(['completed', 'completed_with_errors']);
    const where = { id: LessThan(id), dry: 0, state, undoes: IsNull(), guildid: Not(IsNull()) };
    const [row] = await this.rows().find({ select: { guildid: true }, where, order: { id: 'DESC' }, take: 1 });
    return row?.guildid ?? null;
  }

  /** The newest first. */
  async list(limit: number, before?: number): Promise<Run[]> {
    const where = before === undefined ? {} : { id: LessThan(before) };
    return (await this.rows().find({ where, order: { id: 'DESC' }, take: limit })).map(toRun);
  }

  /**
   * Writes how far a run got, as part of a transaction. False when it is not this process's to write any more: the lease
   * was lost, or somebody ended the run.
   */
  async advance(tx: EntityManager, id: number, lease: LeaseKey, change: RunChange): Promise<boolean> {
    const { affected } = await tx
      .createQueryBuilder()
      .update(SyncRunEntity)
      .set({ state: 'running', ...columnsOf(change) })
      .where(`id = :id AND state = 'running' AND ${LEASED}`, { id, name: lease.name, owner: lease.owner })
      .execute();
    return affected === 1;
  }

  /** Takes a run from one state into another; false when it is in that state, or that phase, no longer. */
  async move(
    tx: EntityManager,
    id: number,
    from: Run['state'] | { readonly state: 'running'; readonly phase: RunPhase },
    change: RunChange,
  ): Promise<boolean> {
    const place = typeof from === 'string' ? { state: from } : from;
    return (await tx.update(SyncRunEntity, { id, ...place }, columnsOf(change))).affected === 1;
  }

  /** Runs that were stopped and of which is still to be counted what they did. */
  async findUnsettled(): Promise<Run[]> {
    return (await this.rows().find({ where: { state: 'stopped', leaving: 1 }, order: { id: 'ASC' } })).map(toRun);
  }

  /** Held runs from before this one. */
  async heldBefore(id: number): Promise<number[]> {
    const rows = await this.rows().find({ select: { id: true }, where: { id: LessThan(id), state: 'held' } });
    return rows.map((row) => row.id);
  }

  /**
   * Which of these have changes on record that could be reversed and that nobody undid. What a suspension that ended took
   * is gone for good.
   */
  async withChanges(ids: readonly number[]): Promise<ReadonlySet<number>> {
    if (ids.length === 0) return new Set();
    const rows = await this.dataSource.query<{ id: number }[]>(
      `SELECT r.id FROM sync_runs r
        WHERE r.id IN (${placeholders(ids.length)})
          AND EXISTS (SELECT 1 FROM sync_changes WHERE runid = r.id AND ${IS_REVERSIBLE}
                         AND (because IS NULL OR because NOT IN (${placeholders(ENDS_OF_SUSPENSIONS.length)})))
          AND NOT EXISTS (SELECT 1 FROM sync_runs u WHERE u.undoes = r.id AND u.state IN (${placeholders(UNDONE.length)}))`,
      [...ids, ...ENDS_OF_SUSPENSIONS, ...UNDONE],
    );
    return new Set(rows.map(({ id }) => id));
  }

  private rows(): Repository<SyncRunEntity> {
    return this.dataSource.getRepository(SyncRunEntity);
  }
}
