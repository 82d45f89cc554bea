import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import type { EntityManager } from 'typeorm';
import {
  ACTIVE,
  CONTEXT_COURSE,
  ENABLED,
  MANUAL,
  OUR_COMPONENT,
  OUR_MODIFIER,
  ROLE_IDS,
  SUSPENDED,
} from './moodle-shapes.js';
import { insertMissing, pairsCondition, pieces, placeholders } from './sql.js';

/** A course with its context and its manual enrolment instance, where they exist. */
export interface CourseFacts {
  readonly id: number;
  readonly contextid: number | null;
  readonly enrolid: number | null;
  readonly enrolstatus: number | null;
}

/** What exists of the people, roles and cohorts that a batch speaks of. */
export interface Existing {
  readonly users: ReadonlySet<number>;
  /** Role id to archetype. */
  readonly roles: ReadonlyMap<number, string>;
  readonly cohorts: ReadonlySet<number>;
}

export type Pair = readonly [userId: number, other: number];

const USERS_PER_STATEMENT = 200;

/** The statements behind a batch of changes: each writes all of its rows at once. */
@Injectable()
export class ChangesRepository {
  constructor(private readonly clock: Clock) {}

  async courses(tx: EntityManager, ids: readonly number[]): Promise<Map<number, CourseFacts>> {
    if (ids.length === 0) return new Map();
    const rows = await tx.query<CourseFacts[]>(
      `SELECT c.id, x.id AS contextid, e.id AS enrolid, e.status AS enrolstatus
         FROM lms_course c
         LEFT JOIN lms_context x ON x.contextlevel = ${CONTEXT_COURSE} AND x.instanceid = c.id
         LEFT JOIN lms_enrol e ON e.courseid = c.id AND e.enrol = '${MANUAL}'
        WHERE c.id IN (${placeholders(ids.length)})`,
      [...ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  async existing(
    tx: EntityManager,
    users: readonly number[],
    roles: readonly number[],
    cohorts: readonly number[],
  ): Promise<Existing> {
    const rows = await tx.query<{ kind: string; id: number; archetype: string }[]>(
      `SELECT 'user' AS kind, id, '' AS archetype FROM lms_user
        WHERE deleted = 0 AND id IN (${placeholders(users.length)})
       UNION ALL SELECT 'role', id, archetype FROM lms_role WHERE id IN (${placeholders(roles.length)})
       UNION ALL SELECT 'cohort', id, '' FROM lms_cohort WHERE id IN (${placeholders(cohorts.length)})`,
      [...users, ...roles, ...cohorts],
    );
    const idsOf = (kind: string) => new Set(rows.filter((row) => row.kind === kind).map((row) => row.id));
    return {
      users: idsOf('user'),
      roles: new Map(rows.filter((row) => row.kind === 'role').map((row) => [row.id, row.archetype])),
      cohorts: idsOf('cohort'),
    };
  }

  async createManualInstances(tx: EntityManager, courseIds: readonly number[]): Promise<void> {
    const now = this.clock.nowSeconds();
    await insertMissing(
      tx,
      'lms_enrol',
      ['enrol', 'status', 'courseid', 'roleid', 'timecreated', 'timemodified'],
      courseIds.map((courseId) => [MANUAL, ENABLED, courseId, ROLE_IDS.student, now, now]),
    );
  }

  async createCourseContexts(tx: EntityManager, courseIds: readonly number[]): Promise<void> {
    await insertMissing(
      tx,
      'lms_context',
      ['contextlevel', 'instanceid'],
      courseIds.map((courseId) => [CONTEXT_COURSE, courseId]),
    );
  }

  /** An enrolment that is there already stays as it is, so that an end or a suspension set by hand is respected. */
  async enrol(tx: EntityManager, enrolments: readonly Pair[]): Promise<void> {
    const now = this.clock.nowSeconds();
    await insertMissing(
      tx,
      'lms_user_enrolments',
      ['userid', 'enrolid', 'modifierid', 'timestart', 'timecreated', 'timemodified'],
      enrolments.map(([userId, enrolId]) => [userId, enrolId, OUR_MODIFIER, now, now, now]),
    );
  }

  /** Ends the access by enrolments of ours; what is suspended already, whoever did it, stays as it is. */
  async suspend(tx: EntityManager, enrolments: readonly Pair[]): Promise<void> {
    await this.setStatus(tx, enrolments, SUSPENDED);
  }

  async resume(tx: EntityManager, enrolments: readonly Pair[]): Promise<void> {
    await this.setStatus(tx, enrolments, ACTIVE);
  }

  async assign(tx: EntityManager, roles: readonly (readonly [...Pair, roleId: number])[]): Promise<void> {
    const now = this.clock.nowSeconds();
    await insertMissing(
      tx,
      'lms_role_assignments',
      ['userid', 'contextid', 'roleid', 'modifierid', 'timemodified', 'component'],
      roles.map(([userId, contextId, roleId]) => [userId, contextId, roleId, OUR_MODIFIER, now, OUR_COMPONENT]),
    );
  }

  /** Takes back what `assign` gave; the same role given by hand as well stays. */
  async unassign(tx: EntityManager, roles: readonly (readonly [...Pair, roleId: number])[]): Promise<void> {
    for (const piece of pieces(roles, USERS_PER_STATEMENT)) {
      const each = piece.map(() => '(userid = ? AND contextid = ? AND roleid = ?)').join(' OR ');
      await tx.query(`DELETE FROM lms_role_assignments WHERE component = ? AND (${each})`, [
        OUR_COMPONENT,
        ...piece.flat(),
      ]);
    }
  }

  async unenrol(tx: EntityManager, enrolments: readonly Pair[]): Promise<void> {
    for (const piece of pieces(enrolments, USERS_PER_STATEMENT)) {
      const { sql, values } = pairsCondition('enrolid', piece);
      await tx.query(`DELETE FROM lms_user_enrolments WHERE ${sql}`, values);
    }
  }

  /** Our roles in courses just left; where no other enrolment remains, all roles, as Moodle does. */
  async unassignLeft(tx: EntityManager, contexts: readonly Pair[]): Promise<void> {
    for (const piece of pieces(contexts, USERS_PER_STATEMENT)) {
      const { sql, values } = pairsCondition('contextid', piece);
      await tx.query(
        `DELETE FROM lms_role_assignments
          WHERE (${sql})
            AND (component = ?
                 OR NOT EXISTS (SELECT 1 FROM lms_context x
                                  JOIN lms_enrol e ON e.courseid = x.instanceid
                                  JOIN lms_user_enrolments ue ON ue.enrolid = e.id
                                 WHERE x.id = lms_role_assignments.contextid
                                   AND ue.userid = lms_role_assignments.userid))`,
        [...values, OUR_COMPONENT],
      );
    }
  }

  async addMembers(tx: EntityManager, members: readonly Pair[]): Promise<void> {
    const now = this.clock.nowSeconds();
    await insertMissing(
      tx,
      'lms_cohort_members',
      ['userid', 'cohortid', 'timeadded', 'component'],
      members.map(([userId, cohortId]) => [userId, cohortId, now, OUR_COMPONENT]),
    );
  }

  async removeMembers(tx: EntityManager, members: readonly Pair[]): Promise<void> {
    for (const piece of pieces(members, USERS_PER_STATEMENT)) {
      const { sql, values } = pairsCondition('cohortid', piece);
      await tx.query(`DELETE FROM lms_cohort_members WHERE ${sql}`, values);
    }
  }

  private async setStatus(tx: EntityManager, enrolments: readonly Pair[], status: number): Promise<void> {
    const now = this.clock.nowSeconds();
    for (const piece of pieces(enrolments, USERS_PER_STATEMENT)) {
      const { sql, values } = pairsCondition('enrolid', piece);
      await tx.query(
        `UPDATE lms_user_enrolments SET status = ?, timemodified = ? WHERE modifierid = ? AND status <> ? AND (${sql})`,
        [status, now, OUR_MODIFIER, status, ...values],
      );
    }
  }
}
