import { Injectable } from '@nestjs/common';
import { CAPABILITIES, type Capability } from '@pulsetech/contracts';
import { DataSource } from 'typeorm';
import { CONTEXT_COURSE, SYSTEM_CONTEXT_ID } from './moodle-shapes.js';
import { Rights } from './rights.js';
import { placeholders } from './sql.js';

/** Those that decide who sees which people and courses. */
const OF_SIGHT: readonly Capability[] = [
  CAPABILITIES.viewUserDetails,
  CAPABILITIES.viewAllUserDetails,
  CAPABILITIES.viewUserIdentity,
  CAPABILITIES.viewUserEmail,
  CAPABILITIES.viewCourse,
  CAPABILITIES.viewHiddenCourses,
  CAPABILITIES.viewParticipants,
];

interface Row {
  readonly contextlevel: number;
  readonly instanceid: number;
  readonly capability: string;
  readonly permission: number;
}

const RIGHTS_OF_SIGHT = `
  SELECT x.contextlevel, x.instanceid, rc.capability, rc.permission
    FROM (SELECT ra.roleid, ra.contextid FROM lms_role_assignments ra WHERE ra.userid = ?
          UNION SELECT r.id, ${SYSTEM_CONTEXT_ID} FROM lms_role r WHERE r.archetype = 'user') held
    JOIN lms_context x ON x.id = held.contextid
    JOIN lms_role_capabilities rc ON rc.roleid = held.roleid AND rc.contextid = ${SYSTEM_CONTEXT_ID}
   WHERE rc.capability IN (${placeholders(OF_SIGHT.length)})
     AND EXISTS (SELECT 1 FROM lms_user u WHERE u.id = ? AND u.deleted = 0)`;

@Injectable()
export class RightsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** What the person may see of people and courses. */
  async ofSight(userId: number): Promise<Rights> {
    const rows = await this.dataSource.query<Row[]>(RIGHTS_OF_SIGHT, [userId, ...OF_SIGHT, userId]);
    return new Rights(
      rows.map(({ contextlevel, instanceid, capability, permission }) => ({
        courseId: contextlevel === CONTEXT_COURSE ? instanceid : null,
        capability,
        permission,
      })),
    );
  }
}
