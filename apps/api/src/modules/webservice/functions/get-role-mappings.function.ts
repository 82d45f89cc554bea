import { defineFunction, list, notNull, structure, value, type MoodleFunction } from '@pulsetech/moodle-rest';
import type { MappingsService } from '../../mappings/mappings.service.js';
import type { Caller } from '../callers.cache.js';
import { PREFIX, VIEW_MAPPINGS } from './names.js';

/** All mappings, broken ones included; the name of what no longer exists is empty. */
export function getRoleMappingsFunction(mappings: MappingsService): MoodleFunction<Caller> {
  return defineFunction({
    name: `${PREFIX}_get_role_mappings`,
    description: 'Retrieves all configured Discord role-to-course mappings.',
    parameters: structure({}),
    returns: list(
      structure({
        id: notNull(value('int', 'Mapping ID')),
        discord_role_id: notNull(value('text', 'Discord role ID')),
        discord_role_name: notNull(value('raw', 'Discord role name')),
        courseid: notNull(value('int', 'Course ID')),
        course_name: notNull(value('raw', 'Full name of the course')),
        roleid: notNull(value('int', 'Role ID')),
        role_name: notNull(value('raw', 'Name of the role')),
      }),
    ),
    capability: VIEW_MAPPINGS,
    example: {
      parameters: {},
      answer: [
        {
          id: 1,
          discord_role_id: '111111111111111111',
          discord_role_name: 'Student Access',
          courseid: 5,
          course_name: 'Introduction to Programming',
          roleid: 5,
          role_name: 'Student',
        },
      ],
    },
    handler: async () =>
      (await mappings.list()).map((mapping) => ({
        id: mapping.id,
        discord_role_id: mapping.discordRoleId,
        discord_role_name: mapping.discordRoleName,
        courseid: mapping.courseId,
        course_name: mapping.courseName ?? '',
        roleid: mapping.roleId,
        role_name: mapping.roleName ?? '',
      })),
  });
}
