import { CohortMemberEntity } from './cohort-member.entity.js';
import { CohortEntity } from './cohort.entity.js';
import { ContextEntity } from './context.entity.js';
import { CourseEntity } from './course.entity.js';
import { EnrolEntity } from './enrol.entity.js';
import { RoleAssignmentEntity } from './role-assignment.entity.js';
import { RoleCapabilityEntity } from './role-capability.entity.js';
import { RoleEntity } from './role.entity.js';
import { UserEnrolmentEntity } from './user-enrolment.entity.js';
import { UserEntity } from './user.entity.js';

/** Every table of the embedded LMS. */
export const LMS_ENTITIES = [
  UserEntity,
  CourseEntity,
  ContextEntity,
  RoleEntity,
  RoleCapabilityEntity,
  RoleAssignmentEntity,
  EnrolEntity,
  UserEnrolmentEntity,
  CohortEntity,
  CohortMemberEntity,
];
