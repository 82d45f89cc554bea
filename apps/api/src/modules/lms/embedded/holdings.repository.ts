import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { LmsHoldings, LmsHoldingsQuery, LmsMaker } from '../lms.port.js';
import { ACTIVE, OUR_COMPONENT, OUR_MODIFIER } from './moodle-shapes.js';
import { placeholders } from './sql.js';

/** One thing that somebody holds; `roleid` and `status` are 0 and `component` is empty where the kind has none. */
interface Held {
  readonly kind: 'enrolment' | 'role' | 'cohort';
  readonly userid: number;
  readonly targetid: number;
  readonly roleid: number;
  readonly modifierid: number;
  readonly status: number;
  readonly component: string;
}

/**
 * The sum keeps databases from going the other way round, from a few courses to all of their enrolments: with 100,000
 * people that was a hundred times slower, and whether it was chosen hung on statistics.
 */
const ENROLMENTS = (users: string, courses: string) => `
  SELECT 'enrolment' AS kind, ue.userid, e.courseid AS targetid, 0 AS roleid, ue.modifierid, ue.status, '' AS component
    FROM lms_user_enrolments ue
    JOIN lms_enrol e ON e.id = ue.enrolid + 0 AND e.enrol = 'manual'
   WHERE ue.userid IN (${users}) AND e.courseid IN (${courses})`;

const ROLES = (users: string, courses: string) => `
  SELECT 'role' AS kind, ra.userid, x.instanceid AS targetid, ra.roleid, 0 AS modifierid, 0 AS status, ra.component
    FROM lms_role_assignments ra
    JOIN lms_context x ON x.id = ra.contextid AND x.contextlevel = 50
   WHERE ra.userid IN (${users}) AND x.instanceid IN (${courses})`;

const COHORTS = (users: string, cohorts: string) => `
  SELECT 'cohort' AS kind, userid, cohortid AS targetid, 0 AS roleid, 0 AS modifierid, 0 AS status, component
    FROM lms_cohort_members
   WHERE userid IN (${users}) AND cohortid IN (${cohorts})`;

@Injectable()
export class HoldingsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** One statement, however many users are asked for; up to some 10,000 users and things at once. */
  async read(queries: readonly LmsHoldingsQuery[]): Promise<LmsHoldings[]> {
    const held = byUser(await this.select(queries));
    return queries.map(({ userId, courseIds, cohortIds }) => {
      const ofCourses = new Set(courseIds);
      const ofCohorts = new Set(cohortIds);
      const own = held.get(userId) ?? [];
      const inCourses = (kind: Held['kind']) => own.filter((row) => row.kind === kind && ofCourses.has(row.targetid));
      return {
        userId,
        enrolments: inCourses('enrolment').map((row) => ({
          courseId: row.targetid,
          by: makerOf(row.modifierid === OUR_MODIFIER),
          suspended: row.status !== ACTIVE,
        })),
        roles: rolesOnce(inCourses('role')),
        cohorts: own
          .filter((row) => row.kind === 'cohort' && ofCohorts.has(row.targetid))
          .map((row) => ({ cohortId: row.targetid, by: makerOf(row.component === OUR_COMPONENT) })),
      };
    });
  }

  private async select(queries: readonly LmsHoldingsQuery[]): Promise<Held[]> {
    const users = unique(queries.map(({ userId }) => userId));
    const courses = unique(queries.flatMap(({ courseIds }) => courseIds));
    const cohorts = unique(queries.flatMap(({ cohortIds }) => cohortIds));
    const parts = [
      ...(courses.length > 0 ? [ENROLMENTS, ROLES].map((part) => ({ part, targets: courses })) : []),
      ...(cohorts.length > 0 ? [{ part: COHORTS, targets: cohorts }] : []),
    ];
    if (users.length === 0 || parts.length === 0) return [];
    const sql = parts.map(({ part, targets }) => part(placeholders(users.length), placeholders(targets.length)));
    return this.dataSource.query<Held[]>(
      `${sql.join(' UNION ALL ')} ORDER BY userid, targetid, roleid`,
      parts.flatMap(({ targets }) => [...users, ...targets]),
    );
  }
}

function unique(ids: readonly number[]): number[] {
  return [...new Set(ids)];
}

function byUser(rows: readonly Held[]): Map<number, Held[]> {
  const result = new Map<number, Held[]>();
  for (const row of rows) {
    const own = result.get(row.userid);
    if (own) own.push(row);
    else result.set(row.userid, [row]);
  }
  return result;
}

/** A role may be held twice, by us and by hand, and is then told for both. */
function rolesOnce(rows: readonly Held[]): LmsHoldings['roles'] {
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
