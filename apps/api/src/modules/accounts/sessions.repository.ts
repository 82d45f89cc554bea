import { Injectable } from '@nestjs/common';
import { DataSource, LessThan, Not, type FindOptionsWhere, type Repository } from 'typeorm';
import { ABSOLUTE_SECONDS, ANONYMOUS_IDLE_SECONDS, IDLE_SECONDS } from './session-data.js';
import { SessionEntity } from './session.entity.js';

export type NewSessionRow = Omit<SessionEntity, 'id'>;

/** Rows of the table `sessions`; `sid` is always the hash of a session id. */
@Injectable()
export class SessionsRepository {
  private readonly rows: Repository<SessionEntity>;

  constructor(dataSource: DataSource) {
    this.rows = dataSource.getRepository(SessionEntity);
  }

  findBySid(sid: string): Promise<SessionEntity | null> {
    return this.rows.findOneBy({ sid });
  }

  async insert(row: NewSessionRow): Promise<void> {
    await this.rows.insert(row);
  }

  /** Changes a session that is still there; one that was ended meanwhile does not come back. */
  async update(sid: string, changes: Partial<NewSessionRow>): Promise<void> {
    await this.rows.update({ sid }, changes);
  }

  async deleteBySid(sid: string): Promise<void> {
    await this.rows.delete({ sid });
  }

  /** How many were deleted. */
  async deleteForUser(userid: number, exceptSid?: string): Promise<number> {
    const which: FindOptionsWhere<SessionEntity> =
      exceptSid === undefined ? { userid } : { userid, sid: Not(exceptSid) };
    return (await this.rows.delete(which)).affected ?? 0;
  }

  /** Plain SQL, as each synchronisation that ends an enrolment needs it. */
  async deleteForUsers(userids: readonly number[]): Promise<void> {
    const placeholders = userids.map(() => '?').join(', ');
    await this.rows.query(`DELETE FROM sessions WHERE userid IN (${placeholders})`, [...userids]);
  }

  async deleteExpired(now: number): Promise<void> {
    await this.rows.delete({ timemodified: LessThan(now - IDLE_SECONDS) });
    await this.rows.delete({ userid: 0, timemodified: LessThan(now - ANONYMOUS_IDLE_SECONDS) });
    await this.rows.delete({ timecreated: LessThan(now - ABSOLUTE_SECONDS) });
  }
}
