import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { insertRows } from '../ledger/sql.js';
import { cutText } from './cut-text.js';

export interface RunProblem {
  readonly userId: number | null;
  readonly message: string;
}

/** So many problems of a run are listed; the run counts all of them. */
export const PROBLEMS_LISTED = 1000;

/** The table `sync_run_problems`. */
@Injectable()
export class RunProblemsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Adds problems to the list as long as there is room in it. */
  async add(tx: EntityManager, runId: number, problems: readonly RunProblem[]): Promise<void> {
    if (problems.length === 0) return;
    const [row] = await tx.query<{ n: number }[]>('SELECT COUNT(*) AS n FROM sync_run_problems WHERE runid = ?', [
      runId,
    ]);
    const room = Math.max(0, PROBLEMS_LISTED - Number(row?.n ?? 0));
    const rows = problems.slice(0, room).map(({ userId, message }) => [runId, userId, cutText(message)]);
    await insertRows(tx, 'sync_run_problems', ['runid', 'userid', 'message'], rows);
  }

  async list(runId: number): Promise<RunProblem[]> {
    return this.dataSource.query<RunProblem[]>(
      'SELECT userid AS userId, message FROM sync_run_problems WHERE runid = ? ORDER BY id',
      [runId],
    );
  }

  /** The different messages, the most frequent first. */
  async frequent(runId: number, limit: number): Promise<{ readonly message: string; readonly times: number }[]> {
    const rows = await this.dataSource.query<{ message: string; times: number }[]>(
      `SELECT message, COUNT(*) AS times FROM sync_run_problems WHERE runid = ?
        GROUP BY message ORDER BY times DESC, message LIMIT ${limit}`,
      [runId],
    );
    return rows.map(({ message, times }) => ({ message, times: Number(times) }));
  }

  async clear(tx: EntityManager, runId: number): Promise<void> {
    await tx.query('DELETE FROM sync_run_problems WHERE runid = ?', [runId]);
  }
}
