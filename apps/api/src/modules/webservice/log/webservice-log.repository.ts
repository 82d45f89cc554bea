import { Injectable } from '@nestjs/common';
import { OUTCOME_FAILED, OUTCOME_OK } from '@pulsetech/contracts';
import { Transactions } from '@pulsetech/server-kit';
import { DataSource, LessThan, type Repository, type SelectQueryBuilder } from 'typeorm';
import type { CallGroup } from './call-tally.js';
import { WebserviceLogEntity } from './webservice-log.entity.js';

/** SQLite takes 32,766 values in one statement. */
const ROWS_PER_STATEMENT = 200;
const INTEGER_MAX = 2_147_483_647;

/** What narrows the list. Times are Unix seconds, both ends included. */
export interface LogFilter {
  readonly token?: number | undefined;
  readonly user?: string | undefined;
  readonly function?: string | undefined;
  readonly outcome?: string | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** The last entry that was read; older ones come after it. */
export interface LogPlace {
  readonly time: number;
  readonly id: number;
}

/** The table `webservice_log`. */
@Injectable()
export class WebserviceLogRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  /** All of them or none. */
  async insert(groups: readonly CallGroup[]): Promise<void> {
    const rows = groups.map(toRow);
    await this.transactions.run(async (tx) => {
      for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
        await tx
          .createQueryBuilder()
          .insert()
          .into(WebserviceLogEntity)
          .values(rows.slice(at, at + ROWS_PER_STATEMENT))
          .updateEntity(false)
          .execute();
      }
    });
  }

  /** The newest first. */
  async list(filter: LogFilter, after: LogPlace | null, limit: number): Promise<WebserviceLogEntity[]> {
    const query = this.rows()
      .createQueryBuilder('log')
      .orderBy('log.timelast', 'DESC')
      .addOrderBy('log.id', 'DESC')
      .limit(limit);
    narrow(query, filter);
    if (after !== null) {
      // The first part is what the index is searched by.
      query.andWhere('log.timelast <= :time AND (log.timelast < :time OR log.id < :id)', { ...after });
    }
    return query.getMany();
  }

  /** Deletes up to `limit` entries whose last call was before `time`, Unix seconds; tells how many there were. */
  async deleteBefore(time: number, limit: number): Promise<number> {
    const old = await this.rows().find({
      select: { id: true },
      where: { timelast: LessThan(time) },
      order: { timelast: 'ASC' },
      take: limit,
    });
    if (old.length > 0) await this.rows().delete(old.map(({ id }) => id));
    return old.length;
  }

  private rows(): Repository<WebserviceLogEntity> {
    return this.dataSource.getRepository(WebserviceLogEntity);
  }
}

function narrow(query: SelectQueryBuilder<WebserviceLogEntity>, filter: LogFilter): void {
  const { token, user, outcome, since, until } = filter;
  if (token !== undefined) query.andWhere('log.tokenid = :token', { token });
  if (user !== undefined) query.andWhere('log.username = :user', { user });
  if (filter.function !== undefined) query.andWhere('log.functionname = :name', { name: filter.function });
  if (outcome === OUTCOME_FAILED) query.andWhere('log.failed = 1');
  else if (outcome !== undefined) query.andWhere('log.outcome = :outcome', { outcome });
  if (since !== undefined) query.andWhere('log.timelast >= :since', { since });
  if (until !== undefined) query.andWhere('log.timelast <= :until', { until });
}

/** Cut to what the columns hold: one value too long would keep everything from being written. */
function toRow(group: CallGroup): Omit<WebserviceLogEntity, 'id'> {
  return {
    tokenid: group.tokenId,
    tokenname: group.tokenName?.slice(0, 100) ?? null,
    userid: group.userId,
    username: group.username?.slice(0, 100) ?? null,
    functionname: group.functionName.slice(0, 200),
    outcome: group.outcome.slice(0, 64),
    failed: group.outcome === OUTCOME_OK ? 0 : 1,
    address: group.address?.slice(0, 64) ?? null,
    calls: Math.min(group.calls, INTEGER_MAX),
    total_us: group.totalUs,
    longest_us: group.longestUs,
    timefirst: group.firstAt,
    timelast: group.lastAt,
  };
}
