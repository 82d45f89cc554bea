import { Injectable } from '@nestjs/common';
import { Clock, Transactions } from '@pulsetech/server-kit';
import { DataSource } from 'typeorm';
import type { LmsCohort, LmsCourse } from '../lms.port.js';
import { CohortEntity } from './entities/cohort.entity.js';
import { CourseEntity } from './entities/course.entity.js';
import { CONTEXT_COURSE, ENABLED, MANUAL, ROLE_IDS } from './moodle-shapes.js';
import { insertMissing } from './sql.js';

export interface NewCourse {
  readonly shortname: string;
  readonly fullname: string;
  /** For sites that need fixed ids, such as the demo. */
  readonly id?: number;
  readonly visible?: boolean;
}

/** What a person who runs the site makes and unmakes: courses and cohorts. */
@Injectable()
export class SiteRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** A course with its context and, as in Moodle, with manual enrolment. */
  async createCourse({ id, shortname, fullname, visible = true }: NewCourse): Promise<LmsCourse> {
    const now = this.clock.nowSeconds();
    return this.transactions.run(async (tx) => {
      const course = await tx.save(
        tx.create(CourseEntity, {
          ...(id === undefined ? {} : { id }),
          shortname,
          fullname,
          visible: visible ? 1 : 0,
          sortorder: 0,
          timecreated: now,
          timemodified: now,
        }),
      );
      await insertMissing(tx, 'lms_context', ['contextlevel', 'instanceid'], [[CONTEXT_COURSE, course.id]]);
      await insertMissing(
        tx,
        'lms_enrol',
        ['enrol', 'status', 'courseid', 'roleid', 'timecreated', 'timemodified'],
        [[MANUAL, ENABLED, course.id, ROLE_IDS.student, now, now]],
      );
      return { id: course.id, shortname, fullname };
    });
  }

  async createCohort(name: string, id?: number): Promise<LmsCohort> {
    const now = this.clock.nowSeconds();
    const cohorts = this.dataSource.getRepository(CohortEntity);
    const cohort = await cohorts.save(
      cohorts.create({ ...(id === undefined ? {} : { id }), name, timecreated: now, timemodified: now }),
    );
    return { id: cohort.id, name };
  }

  async setManualEnrolment(courseId: number, enabled: boolean): Promise<void> {
    await this.dataSource.query('UPDATE lms_enrol SET status = ? WHERE courseid = ? AND enrol = ?', [
      enabled ? ENABLED : 1,
      courseId,
      MANUAL,
    ]);
  }

  /** A course with everything in it: its ways in, enrolments, roles and context. */
  async deleteCourse(courseId: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      await tx.query('DELETE FROM lms_user_enrolments WHERE enrolid IN (SELECT id FROM lms_enrol WHERE courseid = ?)', [
        courseId,
      ]);
      await tx.query('DELETE FROM lms_enrol WHERE courseid = ?', [courseId]);
      await tx.query(
        `DELETE FROM lms_role_assignments
          WHERE contextid IN (SELECT id FROM lms_context WHERE contextlevel = ? AND instanceid = ?)`,
        [CONTEXT_COURSE, courseId],
      );
      await tx.query('DELETE FROM lms_context WHERE contextlevel = ? AND instanceid = ?', [CONTEXT_COURSE, courseId]);
      await tx.query('DELETE FROM lms_course WHERE id = ?', [courseId]);
    });
  }

  async deleteCohort(cohortId: number): Promise<void> {
    await this.transactions.run(async (tx) => {
      await tx.query('DELETE FROM lms_cohort_members WHERE cohortid = ?', [cohortId]);
      await tx.query('DELETE FROM lms_cohort WHERE id = ?', [cohortId]);
    });
  }

  /** How much there is on the site; nothing at all on a new one. */
  async countRows(): Promise<{ users: number; courses: number; cohorts: number }> {
    const rows = await this.dataSource.query<{ kind: string; n: number | string }[]>(
      `SELECT 'users' AS kind, COUNT(*) AS n FROM lms_user
       UNION ALL SELECT 'courses', COUNT(*) FROM lms_course
       UNION ALL SELECT 'cohorts', COUNT(*) FROM lms_cohort`,
    );
    const count = (kind: string) => Number(rows.find((row) => row.kind === kind)?.n ?? 0);
    return { users: count('users'), courses: count('courses'), cohorts: count('cohorts') };
  }
}
