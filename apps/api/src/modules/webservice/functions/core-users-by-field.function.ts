import { defineFunction, list, structure, value, type MoodleFunction } from '@pulsetech/moodle-rest';
import { userPictureUrl } from '../../lms/images/image-addresses.js';
import type { LmsPort } from '../../lms/lms.port.js';
import type { Caller } from '../callers.cache.js';
import { MOODLE_VERSION } from './moodle-version.js';
import { profile, profileAnswer } from './profile-answer.js';
import { cleanValues, profileFieldOf } from './profile-values.js';

/** Moodle's `core_user_get_users_by_field`. It asks for no capability: what the caller may not see is left out. */
export function coreUsersByFieldFunction(siteUrl: string, lms: LmsPort): MoodleFunction<Caller> {
  return defineFunction({
    name: 'core_user_get_users_by_field',
    description:
      'Returns the users with one of the values in a field: id, idnumber, username or email. Users who are not found, or ' +
      'of whom the owner of the token may not see the field, are left out without an error. A username that is not in ' +
      'lower case, or an id that is no whole number, fails the whole call.',
    version: MOODLE_VERSION,
    parameters: structure({
      field: value('alpha', 'The field: id, idnumber, username or email'),
      values: list(value('raw', 'A value to look for')),
    }),
    returns: list(profile),
    capability: null,
    example: {
      parameters: { field: 'username', values: ['jsmith'] },
      answer: [
        {
          id: 123,
          username: 'jsmith',
          firstname: 'John',
          lastname: 'Smith',
          fullname: 'John Smith',
          email: 'jsmith@example.com',
          department: '',
          idnumber: 'S-0123',
          firstaccess: 1704067200,
          lastaccess: 1704067200,
          auth: 'manual',
          suspended: false,
          confirmed: true,
          lang: 'en',
          theme: '',
          timezone: '99',
          mailformat: 1,
          trackforums: 0,
          profileimageurlsmall: userPictureUrl(siteUrl, 'f2'),
          profileimageurl: userPictureUrl(siteUrl, 'f1'),
        },
      ],
    },
    handler: async (parameters, caller, { settings }) => {
      const field = profileFieldOf(parameters.field);
      const values = cleanValues(field, parameters.values);
      const profiles = await lms.viewProfiles(caller.userId, field, values);
      return profiles.map((seen) => profileAnswer(seen, siteUrl, settings));
    },
  });
}
