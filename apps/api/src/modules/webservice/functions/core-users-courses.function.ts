import { defineFunction, list, structure, value, withDefault, type MoodleFunction } from '@pulsetech/moodle-rest';
import { courseImageUrl } from '../../lms/images/image-addresses.js';
import type { LmsPort } from '../../lms/lms.port.js';
import type { Caller } from '../callers.cache.js';
import { courseAnswer, userCourse } from './course-answer.js';
import { MOODLE_VERSION } from './moodle-version.js';

/** Moodle's `core_enrol_get_users_courses`. It asks for no capability: what the caller may not see is left out. */
export function coreUsersCoursesFunction(siteUrl: string, lms: LmsPort): MoodleFunction<Caller> {
  return defineFunction({
    name: 'core_enrol_get_users_courses',
    description:
      'Returns the courses in which a user has an active enrolment. Courses of which the owner of the token may not see ' +
      'who takes part are left out without an error, and an unknown user has none.',
    version: MOODLE_VERSION,
    parameters: structure({
      userid: value('int', 'User ID'),
      returnusercount: withDefault(value('bool', 'Whether the enrolled users of each course are counted'), true),
    }),
    returns: list(userCourse),
    capability: null,
    example: {
      parameters: { userid: 123, returnusercount: true },
      answer: [
        {
          id: 5,
          shortname: 'PROG101',
          fullname: 'Introduction to Programming',
          displayname: 'Introduction to Programming',
          enrolledusercount: 3,
          idnumber: 'PROG-101',
          visible: 1,
          summary: 'Variables, loops &amp; functions.<br />\nNo knowledge is needed.',
          summaryformat: 1,
          format: 'topics',
          courseimage: courseImageUrl(siteUrl, 6),
          showgrades: true,
          lang: '',
          enablecompletion: false,
          completionhascriteria: false,
          completionusertracked: false,
          category: 1,
          progress: null,
          completed: null,
          startdate: 1704067200,
          enddate: 0,
          marker: 0,
          lastaccess: null,
          isfavourite: false,
          hidden: false,
          overviewfiles: [],
          showactivitydates: false,
          showcompletionconditions: true,
          timemodified: 1704067200,
        },
      ],
    },
    handler: async ({ userid, returnusercount }, caller, { settings }) => {
      const courses = await lms.viewCourses(caller.userId, userid, { countUsers: returnusercount });
      return courses.map((course) => courseAnswer(course, siteUrl, settings));
    },
  });
}
