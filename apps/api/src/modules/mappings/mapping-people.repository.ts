import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A course role: what a mapping gives. */
export interface CourseRole {
  readonly courseId: number;
  readonly roleId: number;
}

/** So many values in one statement. */
const IDS_AT_ONCE = 1000;

/** How many people hold what mappings give, as the ledger has it: granted by this system and held now. */
@Injectable()
export class MappingPeopleRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By course role, with one statement. */
  async byCourseRole(): Promise<readonly (CourseRole & { readonly people: number })[]> {
    const rows = await this.dataSource.query<(CourseRole & { people: number | string })[]>(
      `SELECT targetid AS courseId, roleid AS roleId, COUNT(*) AS people FROM sync_grants
        WHERE kind = 'role' AND state = 'active' AND origin = 'granted' GROUP BY targetid, roleid`,
    );
    return rows.map(({ people, ...courseRole }) => ({ ...courseRole, people: Number(people) }));
  }

  /**
   * By mapping, of those people only who were last seen with its Discord role; with the id of the guild, which is
   * @everyone, of all full members. What was seen before Discord stopped answering counts on. One statement for each 1000
   * mappings.
   */
  async byMapping(mappingIds: readonly number[], guildId: string | null): Promise<ReadonlyMap<number, number>> {
    const people = new Map<number, number>();
    for (let from = 0; from < mappingIds.length; from += IDS_AT_ONCE) {
      const ids = mappingIds.slice(from, from + IDS_AT_ONCE);
      const rows = await this.dataSource.query<{ id: number; people: number | string }[]>(
        `SELECT m.id, COUNT(*) AS people
           FROM local_pulsetech_discord_role_mappings m
           JOIN sync_grants g ON g.kind = 'role' AND g.targetid = m.courseid AND g.roleid = m.roleid AND g.state = 'active'
           JOIN sync_states s ON s.userid = g.userid AND s.guild_id = ?
          WHERE m.id IN (${ids.map(() => '?').join(', ')}) AND g.origin = 'granted'
            AND s.observation IN ('member', 'unknown')
            AND (m.discord_role_id = ? OR INSTR(s.roles, JSON_QUOTE(m.discord_role_id)) > 0)
          GROUP BY m.id`,
        [guildId ?? '', ...ids, guildId ?? ''],
      );
      for (const row of rows) people.set(row.id, Number(row.people));
    }
    return people;
  }
}
