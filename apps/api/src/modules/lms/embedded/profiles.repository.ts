import { Injectable } from '@nestjs/common';
import { CAPABILITIES } from '@pulsetech/contracts';
import { Clock } from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import type { LmsProfileField } from '../lms.port.js';
import type { UserEntity } from './entities/user.entity.js';
import { CONTEXT_COURSE, SYSTEM_CONTEXT_ID } from './moodle-shapes.js';
import { pieces, placeholders, type SqlValue } from './sql.js';

export type ProfileRow = Omit<UserEntity, 'password' | 'emailkey' | 'timecreated' | 'timemodified'>;

const COLUMNS = `id, auth, confirmed, deleted, suspended, username, firstname, lastname, email, idnumber, phone1, phone2,
  institution, department, address, city, country, lang, theme, timezone, firstaccess, lastaccess, description,
  descriptionformat, mailformat, maildisplay, trackforums`;

/** The condition for each field; all but that for idnumbers, which reads those of everybody, are answered by an index. */
const CONDITIONS: Readonly<Record<LmsProfileField, (marks: string) => string>> = {
  id: (marks) => `id IN (${marks})`,
  username: (marks) => `username IN (${marks})`,
  email: (marks) => `emailkey IN (${marks})`,
  // Databases differ in what letters beyond ASCII become, so the exact value counts as well.
  idnumber: (marks) =>
    `id IN (SELECT n.id FROM lms_user n
             WHERE n.idnumber > '' AND (n.idnumber IN (${marks}) OR LOWER(n.idnumber) IN (${marks})))`,
};

/** Largest id of the databases' integer columns. */
const MAX_ID = 2_147_483_647;

const COURSES_OF = (users: number, courses: number): string => `
  SELECT ue.userid, c.id AS courseid
    FROM lms_user_enrolments ue
    JOIN lms_enrol e ON e.id = ue.enrolid AND e.status = 0
    JOIN lms_course c ON c.id = e.courseid
    LEFT JOIN lms_context x ON x.contextlevel = ${CONTEXT_COURSE} AND x.instanceid = c.id
   WHERE ue.userid IN (${placeholders(users)}) AND c.id IN (${placeholders(courses)})
     AND ue.status = 0 AND ue.timestart <= ? AND (ue.timeend = 0 OR ue.timeend > ?)
     AND (c.visible = 1
          OR EXISTS (SELECT 1 FROM lms_role_assignments ra
                       JOIN lms_role_capabilities rc ON rc.roleid = ra.roleid AND rc.contextid = ${SYSTEM_CONTEXT_ID}
                        AND rc.capability = '${CAPABILITIES.viewHiddenCourses}' AND rc.permission = 1
                      WHERE ra.userid = ue.userid AND ra.contextid IN (${SYSTEM_CONTEXT_ID}, x.id)))
   ORDER BY c.visible DESC, c.sortorder, c.id DESC`;

const SHARING_A_COURSE = (users: number): string => `
  SELECT DISTINCT theirs.userid
    FROM lms_user_enrolments mine
    JOIN lms_enrol my ON my.id = mine.enrolid AND my.status = 0
    JOIN lms_course c ON c.id = my.courseid AND c.visible = 1
    JOIN lms_enrol their ON their.courseid = c.id AND their.status = 0
    JOIN lms_user_enrolments theirs ON theirs.enrolid = their.id AND theirs.status = 0
   WHERE mine.userid = ? AND mine.status = 0 AND theirs.userid IN (${placeholders(users)})`;

@Injectable()
export class ProfilesRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** By id; deleted people are among them. */
  async find(field: LmsProfileField, values: readonly string[]): Promise<ProfileRow[]> {
    const keys = [...new Set(values.flatMap((value) => keyOf(field, value)))];
    const found = new Map<number, ProfileRow>();
    for (const piece of pieces(keys)) {
      const condition = CONDITIONS[field](placeholders(piece.length));
      const rows = await this.dataSource.query<ProfileRow[]>(
        `SELECT ${COLUMNS} FROM lms_user WHERE ${condition}`,
        field === 'idnumber' ? [...piece, ...piece] : piece,
      );
      for (const row of rows) found.set(row.id, row);
    }
    return [...found.values()].sort((a, b) => a.id - b.id);
  }

  /** Archetypes of the roles that each of these people holds anywhere. */
  async archetypesOf(userIds: readonly number[]): Promise<Map<number, string[]>> {
    const rows = await this.inPieces<{ userid: number; archetype: string }>(
      userIds,
      (marks) => `SELECT DISTINCT ra.userid, r.archetype FROM lms_role_assignments ra
                    JOIN lms_role r ON r.id = ra.roleid WHERE ra.userid IN (${marks})`,
    );
    return grouped(rows.map(({ userid, archetype }) => [userid, archetype]));
  }

  /** Which of these courses each person attends now, in the order of the person's courses. */
  async coursesOf(userIds: readonly number[], courseIds: readonly number[]): Promise<Map<number, number[]>> {
    if (courseIds.length === 0) return new Map();
    const now = this.clock.nowSeconds();
    const found: [number, number][] = [];
    for (const users of pieces(userIds)) {
      const rows = await this.dataSource.query<{ userid: number; courseid: number }[]>(
        COURSES_OF(users.length, courseIds.length),
        [...users, ...courseIds, now, now],
      );
      found.push(...rows.map(({ userid, courseid }): [number, number] => [userid, courseid]));
    }
    return grouped(found);
  }

  /** Those of these people who are enrolled in a course with the person. */
  async sharingACourse(userId: number, userIds: readonly number[]): Promise<Set<number>> {
    const found = new Set<number>();
    for (const users of pieces(userIds)) {
      const rows = await this.dataSource.query<{ userid: number }[]>(SHARING_A_COURSE(users.length), [
        userId,
        ...users,
      ]);
      for (const { userid } of rows) found.add(userid);
    }
    return found;
  }

  private async inPieces<Row>(values: readonly SqlValue[], statement: (marks: string) => string): Promise<Row[]> {
    const found: Row[] = [];
    for (const piece of pieces(values)) {
      found.push(...(await this.dataSource.query<Row[]>(statement(placeholders(piece.length)), piece)));
    }
    return found;
  }
}

/** What to look for by the field's condition; nothing for values that nobody has. */
function keyOf(field: LmsProfileField, value: string): SqlValue[] {
  if (value === '') return [];
  if (field === 'username') return [value];
  if (field === 'email') return [lowerAscii(value)];
  if (field === 'idnumber') return [value, lowerAscii(value)];
  const id = Number(value);
  return Number.isInteger(id) && id > 0 && id <= MAX_ID ? [id] : [];
}

/** Of ASCII letters only, as SQLite does it: others would join people whose addresses only look alike. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function grouped<T>(pairs: readonly (readonly [number, T])[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const [key, value] of pairs) {
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
