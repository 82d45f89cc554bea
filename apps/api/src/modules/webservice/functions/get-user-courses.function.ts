import { defineFunction, list, notNull, structure, value, type MoodleFunction } from '@pulsetech/moodle-rest';
import type { LmsPort } from '../../lms/lms.port.js';
import type { Caller } from '../callers.cache.js';
import type { LinkedUsers } from '../linked-users.js';
import { discordId, EXAMPLE_DISCORD_ID, MANAGE, PREFIX } from './names.js';

/** All courses of a linked user, whoever enrolled them, the newest course first. */
export function getUserCoursesFunction(linkedUsers: LinkedUsers, lms: LmsPort): MoodleFunction<Caller> {
  return defineFunction({
    name: `${PREFIX}_get_user_courses`,
    description: 'Retrieves all courses a Discord-linked user is enrolled in.',
    parameters: structure({ discord_id: discordId }),
    returns: structure({
      found: notNull(value('bool', 'Whether a user is linked to this Discord account')),
      courses: list(
        structure({
          id: notNull(value('int', 'Course ID')),
          shortname: notNull(value('raw', 'Short name of the course')),
          fullname: notNull(value('raw', 'Full name of the course')),
          roles: list(notNull(value('raw', 'Name of a role held in the course'))),
        }),
      ),
    }),
    capability: MANAGE,
    example: {
      parameters: { discord_id: EXAMPLE_DISCORD_ID },
      answer: {
        found: true,
        courses: [{ id: 5, shortname: 'PROG101', fullname: 'Introduction to Programming', roles: ['Student'] }],
      },
    },
    handler: async ({ discord_id }) => {
      const found = await linkedUsers.find(discord_id);
      if (found === null) return { found: false, courses: [] };
      const courses = await lms.listUserCourses(found.user.id);
      return {
        found: true,
        courses: courses.map(({ id, shortname, fullname, roles }) => ({
          id,
          shortname,
          fullname,
          roles: roles.map(({ name }) => name),
        })),
      };
    },
  });
}
