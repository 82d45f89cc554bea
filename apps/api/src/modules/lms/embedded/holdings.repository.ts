import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { LmsHoldings, LmsHoldingsQuery, LmsMaker } from '../lms.port.js';
import { OUR_COMPONENT, OUR_MODIFIER } from './moodle-shapes.js';
import { placeholders } from './sql.js';

interface Held {
  readonly userid: number;
  readonly targetid: number;
}

const ENROLMENTS = (users: string, courses: string) => `
  SELECT ue.userid, e.courseid AS targetid, ue.modifierid
    FROM lms_user_enrolments ue
    JOIN lms_enrol e ON e.id = ue.enrolid AND e.enrol = 'manual'
   WHERE ue.userid IN (${users}) AND e.courseid IN (${courses})
   ORDER BY ue.userid, e.courseid`;

const ROLES = (users: string, courses: string) => `
  SELECT ra.userid, x.instanceid AS targetid, ra.roleid, ra.component
    FROM lms_role_assignments ra
    JOIN lms_context x ON x.id = ra.contextid AND x.contextlevel = 50
   WHERE ra.userid IN (${users}) AND x.instanceid IN (${courses})
   ORDER BY ra.userid, x.instanceid, ra.roleid`;

const COHORTS = (users: string, cohorts: string) => `
  SELECT userid, cohortid AS targetid, component
    FROM lms_cohort_members
   WHERE userid IN (${users}) AND cohortid IN (${cohorts})
   ORDER BY userid, cohortid`;

@Injectable()
export class HoldingsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Three statements at most, however many users are asked for; up to some 10,000 users and things at once. */
  async read(queries: readonly LmsHoldingsQuery[]): Promise<LmsHoldings[]> {
    const users = [...new Set(queries.map((query) => query.userId))];
    const courses = [...new Set(queries.flatMap((query) => query.courseIds))];
    const cohorts = [...new Set(queries.flatMap((query) => query.cohortIds))];
    const enrolments = byUser(await this.select<Held & { modifierid: number }>(ENROLMENTS, users, courses));
    const roles = byUser(await this.select<Held & { roleid: number; component: string }>(ROLES, users, courses));
    const members = byUser(await this.select<Held & { component: string }>(COHORTS, users, cohorts));
    return queries.map((query) => {
      const ofCourses = new Set(query.courseIds);
      const ofCohorts = new Set(query.cohortIds);
      return {
        userId: query.userId,
        enrolments: (enrolments.get(query.userId) ?? [])
          .filter((row) => ofCourses.has(row.targetid))
          .map((row) => ({ courseId: row.targetid, by: makerOf(row.modifierid === OUR_MODIFIER) })),
        roles: rolesOnce((roles.get(query.userId) ?? []).filter((row) => ofCourses.has(row.targetid))),
        cohorts: (members.get(query.userId) ?? [])
          .filter((row) => ofCohorts.has(row.targetid))
          .map((row) => ({ cohortId: row.targetid, by: makerOf(row.component === OUR_COMPONENT) })),
      };
    });
  }

  private async select<T>(
    statement: (users: string, targets: string) => string,
    users: readonly number[],
    targets: readonly number[],
  ): Promise<T[]> {
    if (users.length === 0 || targets.length === 0) return [];
    return this.dataSource.query<T[]>(statement(placeholders(users.length), placeholders(targets.length)), [
      ...users,
      ...targets,
    ]);
  }
}

function byUser<T extends Held>(rows: readonly T[]): Map<number, T[]> {
  const result = new Map<number, T[]>();
  for (const row of rows) {
    const own = result.get(row.userid);
    if (own) own.push(row);
    else result.set(row.userid, [row]);
  }
  return result;
}

/** A role may be held twice, by us and by hand, and is then told for both. */
function rolesOnce(rows: readonly (Held & { roleid: number; component: string })[]): LmsHoldings['roles'] {
  const roles = new Map<string, LmsHoldings['roles'][number]>();
  for (const { targetid, roleid, component } of rows) {
    const by = makerOf(component === OUR_COMPONENT);
    roles.set(`${targetid}:${roleid}:${by}`, { courseId: targetid, roleId: roleid, by });
  }
  return [...roles.values()];
}

function makerOf(ours: boolean): LmsMaker {
  return ours ? 'integration' : 'other';
}
