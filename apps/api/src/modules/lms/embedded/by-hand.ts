import { Injectable } from '@nestjs/common';
import { Clock, Transactions } from '@pulsetech/server-kit';
import type { EntityManager } from 'typeorm';
import {
  ACTIVE,
  BY_HAND_COMPONENT,
  CONTEXT_COURSE,
  ENABLED,
  MANUAL,
  SUSPENDED,
  SYSTEM_CONTEXT_ID,
} from './moodle-shapes.js';
import { insertMissing } from './sql.js';

export interface HandEnrolment {
  readonly userId: number;
  readonly courseId: number;
  /** Without a role the person is enrolled and holds none. */
  readonly roleId?: number;
  /** The person who does it, for example the teacher of the course. */
  readonly makerId: number;
  /** The way in; `manual` unless told. */
  readonly method?: string;
}

/** What people do in the LMS themselves. Rows carry their maker, so that the integration never takes them for its own. */
@Injectable()
export class ByHand {
  constructor(
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async enrol({ userId, courseId, roleId, makerId, method = MANUAL }: HandEnrolment): Promise<void> {
    const now = this.clock.nowSeconds();
    await this.transactions.run(async (tx) => {
      await insertMissing(
        tx,
        'lms_enrol',
        ['enrol', 'status', 'courseid', 'timecreated', 'timemodified'],
        [[method, ENABLED, courseId, now, now]],
      );
      const [instance] = await tx.query<{ id: number }[]>('SELECT id FROM lms_enrol WHERE courseid = ? AND enrol = ?', [
        courseId,
        method,
      ]);
      if (!instance) throw new Error(`Course ${courseId} has no enrolment method ${method}.`);
      await insertMissing(
        tx,
        'lms_user_enrolments',
        ['userid', 'enrolid', 'modifierid', 'timestart', 'timecreated', 'timemodified'],
        [[userId, instance.id, makerId, now, now, now]],
      );
      if (roleId !== undefined) await this.assign(tx, userId, await courseContext(tx, courseId), roleId, makerId);
    });
  }

  /** Ends the access by the manual enrolment, whoever made it, or gives it back; everything in the course stays. */
  async setSuspended(userId: number, courseId: number, suspended: boolean): Promise<void> {
    const now = this.clock.nowSeconds();
    await this.transactions.run((tx) =>
      tx.query(
        `UPDATE lms_user_enrolments SET status = ?, timemodified = ?
          WHERE userid = ? AND enrolid IN (SELECT id FROM lms_enrol WHERE courseid = ? AND enrol = '${MANUAL}')`,
        [suspended ? SUSPENDED : ACTIVE, now, userId, courseId],
      ),
    );
  }

  /** A role for the whole site, such as manager. */
  async assignSystemRole(userId: number, roleId: number, makerId: number): Promise<void> {
    await this.transactions.run((tx) => this.assign(tx, userId, SYSTEM_CONTEXT_ID, roleId, makerId));
  }

  async assignCourseRole(userId: number, courseId: number, roleId: number, makerId: number): Promise<void> {
    await this.transactions.run(async (tx) =>
      this.assign(tx, userId, await courseContext(tx, courseId), roleId, makerId),
    );
  }

  async addToCohort(userId: number, cohortId: number): Promise<void> {
    const now = this.clock.nowSeconds();
    await this.transactions.run((tx) =>
      insertMissing(
        tx,
        'lms_cohort_members',
        ['userid', 'cohortid', 'timeadded', 'component'],
        [[userId, cohortId, now, BY_HAND_COMPONENT]],
      ),
    );
  }

  private async assign(
    tx: EntityManager,
    userId: number,
    contextId: number,
    roleId: number,
    makerId: number,
  ): Promise<void> {
    await insertMissing(
      tx,
      'lms_role_assignments',
      ['userid', 'contextid', 'roleid', 'modifierid', 'timemodified', 'component'],
      [[userId, contextId, roleId, makerId, this.clock.nowSeconds(), BY_HAND_COMPONENT]],
    );
  }
}

async function courseContext(tx: EntityManager, courseId: number): Promise<number> {
  await insertMissing(tx, 'lms_context', ['contextlevel', 'instanceid'], [[CONTEXT_COURSE, courseId]]);
  const [context] = await tx.query<{ id: number }[]>(
    'SELECT id FROM lms_context WHERE contextlevel = ? AND instanceid = ?',
    [CONTEXT_COURSE, courseId],
  );
  if (!context) throw new Error(`Course ${courseId} has no context.`);
  return context.id;
}
