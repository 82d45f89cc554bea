import { Injectable } from '@nestjs/common';
import type { Because, GrantKey } from '@pulsetech/domain';
import { DataSource } from 'typeorm';
import { SettingEntity } from '../../settings/setting.entity.js';
import { SCHEDULE_BEGIN } from '../runs/sync-schedule.js';

/** Something that a held run wants to take from somebody. */
export interface WaitingRemoval extends GrantKey {
  readonly runId: number;
  readonly because: Because;
  readonly mappingId: number | null;
}

/** When everybody's turn was last. */
export interface RunTimes {
  /** A run is going on. */
  readonly isRunning: boolean;
  /** From when the schedule counts, Unix seconds; null before the first start of a server. */
  readonly countedFrom: number | null;
}

/** What runs have to do with one person. */
@Injectable()
export class WhyRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** What held runs want to take from this user in this course; the newest run first. */
  waiting(userId: number, courseId: number): Promise<WaitingRemoval[]> {
    return this.dataSource.query<WaitingRemoval[]>(
      `SELECT r.id AS runId, i.kind, i.targetid AS targetId, i.roleid AS roleId, i.because, i.mappingid AS mappingId
         FROM sync_runs r JOIN sync_run_items i ON i.runid = r.id
        WHERE r.state = 'held' AND r.dry = 0 AND i.userid = ? AND i.kind IN ('role', 'enrolment') AND i.targetid = ?
          AND i.state = 'waiting' AND i.action = 'revoke' ORDER BY r.id DESC`,
      [userId, courseId],
    );
  }

  async runTimes(): Promise<RunTimes> {
    const [row] = await this.dataSource.query<{ running: number | string | null; last: number | null }[]>(
      `SELECT SUM(CASE WHEN state = 'running' THEN 1 ELSE 0 END) AS running, MAX(timestarted) AS last
         FROM sync_runs WHERE dry = 0 AND cause <> 'undo'`,
    );
    const isRunning = Number(row?.running ?? 0) > 0;
    if (row && row.last !== null) return { isRunning, countedFrom: row.last };
    const anchor = await this.dataSource.getRepository(SettingEntity).findOneBy({ name: SCHEDULE_BEGIN });
    return { isRunning, countedFrom: anchor === null ? null : Number(anchor.value) };
  }
}
