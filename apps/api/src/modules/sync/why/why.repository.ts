import { Injectable } from '@nestjs/common';
import type { Because, GrantKey } from '@pulsetech/domain';
import { DataSource } from 'typeorm';

/** Something that a held run wants to take from somebody. */
export interface WaitingRemoval extends GrantKey {
  readonly runId: number;
  readonly because: Because;
  readonly mappingId: number | null;
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
}
