import { Injectable } from '@nestjs/common';
import type { RunDto } from '@pulsetech/contracts';
import { Clock, Transactions } from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import { SyncRunEntity } from './entities/sync-run.entity.js';

export type RunProgress = Pick<RunDto, 'users' | 'enrolled' | 'unenrolled' | 'errors'>;

/** The table `sync_runs`. */
@Injectable()
export class RunsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async begin(cause: RunDto['cause']): Promise<RunDto> {
    const row = {
      cause,
      state: 'running',
      reason: null,
      users: 0,
      enrolled: 0,
      unenrolled: 0,
      errors: 0,
      timestarted: this.clock.nowSeconds(),
      timefinished: null,
    } as const;
    return toDto(await this.transactions.run((tx) => tx.save(tx.create(SyncRunEntity, row))));
  }

  async findById(id: number): Promise<RunDto | null> {
    const row = await this.rows.findOneBy({ id });
    return row && toDto(row);
  }

  /** The run that is going on, or that was interrupted. */
  async findRunning(): Promise<RunDto | null> {
    const row = await this.rows.findOne({ where: { state: 'running' }, order: { id: 'ASC' } });
    return row && toDto(row);
  }

  /** When the last run began, Unix seconds. */
  async lastStart(): Promise<number | null> {
    const [row] = await this.rows.find({ order: { timestarted: 'DESC' }, take: 1 });
    return row?.timestarted ?? null;
  }

  async list(limit: number): Promise<RunDto[]> {
    return (await this.rows.find({ order: { id: 'DESC' }, take: limit })).map(toDto);
  }

  async progress(id: number, progress: RunProgress): Promise<void> {
    await this.update(id, progress);
  }

  async finish(id: number, end: Pick<RunDto, 'state' | 'reason'> & RunProgress): Promise<void> {
    await this.update(id, { ...end, timefinished: this.clock.nowSeconds() });
  }

  private async update(id: number, columns: Partial<SyncRunEntity>): Promise<void> {
    await this.transactions.run((tx) => tx.update(SyncRunEntity, { id }, columns));
  }

  private get rows() {
    return this.dataSource.getRepository(SyncRunEntity);
  }
}

function toDto({ timestarted, timefinished, ...row }: SyncRunEntity): RunDto {
  return { ...row, startedAt: timestarted, finishedAt: timefinished };
}
