import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import type { CourseEntity } from './entities/course.entity.js';
import { CONTEXT_COURSE } from './moodle-shapes.js';
import { pieces, placeholders } from './sql.js';

export type CourseRow = Omit<CourseEntity, 'sortorder' | 'timecreated'> & { readonly contextid: number | null };

const ATTENDED = `
  SELECT e.courseid
    FROM lms_user_enrolments ue
    JOIN lms_enrol e ON e.id = ue.enrolid AND e.status = 0
    JOIN lms_user u ON u.id = ue.userid AND u.deleted = 0
   WHERE ue.userid = ? AND ue.status = 0 AND ue.timestart <= ? AND (ue.timeend = 0 OR ue.timeend > ?)`;

const COURSES_ATTENDED = `
  SELECT c.id, c.shortname, c.fullname, c.visible, c.timemodified, c.category, c.idnumber, c.summary, c.summaryformat,
         c.format, c.showgrades, c.startdate, c.enddate, c.marker, c.lang, c.enablecompletion, c.showactivitydates,
         c.showcompletionconditions, x.id AS contextid
    FROM lms_course c
    LEFT JOIN lms_context x ON x.contextlevel = ${CONTEXT_COURSE} AND x.instanceid = c.id
   WHERE c.id IN (${ATTENDED})
   ORDER BY c.visible DESC, c.sortorder, c.id DESC`;

@Injectable()
export class CourseViewsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Courses with an active enrolment, hidden ones last. */
  attendedBy(userId: number): Promise<CourseRow[]> {
    const now = this.clock.nowSeconds();
    return this.dataSource.query<CourseRow[]>(COURSES_ATTENDED, [userId, now, now]);
  }

  async idsAttendedBy(userId: number): Promise<Set<number>> {
    const now = this.clock.nowSeconds();
    const rows = await this.dataSource.query<{ courseid: number }[]>(ATTENDED, [userId, now, now]);
    return new Set(rows.map(({ courseid }) => courseid));
  }

  /** How many people are enrolled in each course, in any way and whether active or not. */
  async countEnrolled(courseIds: readonly number[]): Promise<Map<number, number>> {
    const counts = new Map<number, number>();
    for (const piece of pieces(courseIds)) {
      const rows = await this.dataSource.query<{ courseid: number; n: number | string }[]>(
        `SELECT e.courseid, COUNT(DISTINCT ue.userid) AS n
           FROM lms_enrol e
           JOIN lms_user_enrolments ue ON ue.enrolid = e.id
           JOIN lms_user u ON u.id = ue.userid AND u.deleted = 0
          WHERE e.courseid IN (${placeholders(piece.length)}) GROUP BY e.courseid`,
        piece,
      );
      for (const { courseid, n } of rows) counts.set(courseid, Number(n));
    }
    return counts;
  }

  async isCourseContext(contextId: number): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `SELECT x.id FROM lms_context x JOIN lms_course c ON c.id = x.instanceid
        WHERE x.id = ? AND x.contextlevel = ${CONTEXT_COURSE}`,
      [contextId],
    );
    return rows.length > 0;
  }
}
