import { Injectable } from '@nestjs/common';
import type { Capability } from '@pulsetech/contracts';
import { Clock } from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import type { LmsCohort, LmsCourse, LmsRole, LmsUserCourse } from '../lms.port.js';
import {
  ADMIN_ARCHETYPES,
  COURSE_ARCHETYPES,
  PRIVILEGED_ARCHETYPES,
  SYSTEM_CONTEXT_ID,
  TEACHING_ARCHETYPES,
} from './moodle-shapes.js';
import { placeholders } from './sql.js';

interface UserCourseRow {
  readonly id: number;
  readonly shortname: string;
  readonly fullname: string;
  readonly visible: number;
  readonly roleid: number | null;
  readonly roleshortname: string | null;
  readonly rolename: string | null;
  readonly archetype: string | null;
}

const USER_COURSES = `
  SELECT c.id, c.shortname, c.fullname, c.visible,
         r.id AS roleid, r.shortname AS roleshortname, r.name AS rolename, r.archetype
    FROM lms_course c
    LEFT JOIN lms_context x ON x.contextlevel = 50 AND x.instanceid = c.id
    LEFT JOIN lms_role_assignments ra ON ra.contextid = x.id AND ra.userid = ?
    LEFT JOIN lms_role r ON r.id = ra.roleid
   WHERE c.id IN (SELECT e.courseid
                    FROM lms_user_enrolments ue
                    JOIN lms_enrol e ON e.id = ue.enrolid AND e.status = 0
                    JOIN lms_user u ON u.id = ue.userid AND u.deleted = 0
                   WHERE ue.userid = ? AND ue.status = 0
                     AND ue.timestart <= ? AND (ue.timeend = 0 OR ue.timeend > ?))
   ORDER BY c.visible DESC, c.sortorder, c.id DESC, r.sortorder, r.id`;

/** Allowed by a role held for the whole site or by the role of every user, and prohibited by none. */
const CAPABILITIES_OF_USER = `
  SELECT rc.capability AS capability
    FROM lms_role_capabilities rc
    JOIN lms_role r ON r.id = rc.roleid
   WHERE rc.contextid = ${SYSTEM_CONTEXT_ID}
     AND (r.archetype = 'user'
          OR r.id IN (SELECT ra.roleid FROM lms_role_assignments ra
                       WHERE ra.userid = ? AND ra.contextid = ${SYSTEM_CONTEXT_ID}))
     AND EXISTS (SELECT 1 FROM lms_user u WHERE u.id = ? AND u.deleted = 0)
   GROUP BY rc.capability
  HAVING MAX(rc.permission) = 1 AND MIN(rc.permission) > -1000`;

@Injectable()
export class CatalogueRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  listCourses(): Promise<LmsCourse[]> {
    return this.dataSource.query('SELECT id, shortname, fullname FROM lms_course ORDER BY sortorder, id DESC');
  }

  listAssignableRoles(): Promise<LmsRole[]> {
    return this.dataSource.query(
      `SELECT id, shortname, name FROM lms_role
        WHERE archetype IN (${placeholders(COURSE_ARCHETYPES.length)}) ORDER BY sortorder, id`,
      [...COURSE_ARCHETYPES],
    );
  }

  listCohorts(): Promise<LmsCohort[]> {
    return this.dataSource.query('SELECT id, name FROM lms_cohort ORDER BY name, id');
  }

  async listUserCourses(userId: number): Promise<LmsUserCourse[]> {
    const now = this.clock.nowSeconds();
    const rows = await this.dataSource.query<UserCourseRow[]>(USER_COURSES, [userId, userId, now, now]);
    const courses = new Map<number, UserCourseRow[]>();
    for (const row of rows) courses.set(row.id, [...(courses.get(row.id) ?? []), row]);
    return [...courses.values()].flatMap(toUserCourse);
  }

  async capabilitiesOf(userId: number): Promise<ReadonlySet<Capability>> {
    const rows = await this.dataSource.query<{ capability: Capability }[]>(CAPABILITIES_OF_USER, [userId, userId]);
    return new Set(rows.map((row) => row.capability));
  }

  async isPrivileged(userId: number): Promise<boolean> {
    return this.holdsForSite(userId, PRIVILEGED_ARCHETYPES);
  }

  async isSiteAdmin(userId: number): Promise<boolean> {
    return this.holdsForSite(userId, ADMIN_ARCHETYPES);
  }

  private async holdsForSite(userId: number, archetypes: readonly string[]): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `SELECT ra.id FROM lms_role_assignments ra JOIN lms_role r ON r.id = ra.roleid
        WHERE ra.userid = ? AND ra.contextid = ${SYSTEM_CONTEXT_ID}
          AND r.archetype IN (${placeholders(archetypes.length)}) LIMIT 1`,
      [userId, ...archetypes],
    );
    return rows.length > 0;
  }
}

/** One course from its rows, one for each role; none when it is hidden from those who do not teach in it. */
function toUserCourse(rows: readonly UserCourseRow[]): LmsUserCourse[] {
  const [first] = rows;
  if (!first) return [];
  const teaches = rows.some((row) => row.archetype !== null && TEACHING_ARCHETYPES.includes(row.archetype));
  if (first.visible === 0 && !teaches) return [];
  const roles = new Map<number, LmsRole>();
  for (const { roleid, roleshortname, rolename } of rows) {
    if (roleid !== null) roles.set(roleid, { id: roleid, shortname: roleshortname ?? '', name: rolename ?? '' });
  }
  return [{ id: first.id, shortname: first.shortname, fullname: first.fullname, roles: [...roles.values()] }];
}
