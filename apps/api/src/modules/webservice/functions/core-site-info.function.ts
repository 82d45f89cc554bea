import {
  defineFunction,
  formatName,
  invalidToken,
  list,
  optional,
  structure,
  value,
  withDefault,
  type MoodleFunction,
} from '@pulsetech/moodle-rest';
import type { LmsPort } from '../../lms/lms.port.js';
import { userPictureUrl } from '../../lms/images/image-addresses.js';
import type { Caller } from '../callers.cache.js';
import { LANGUAGE, THEME } from './installed.js';
import { MOODLE_RELEASE, MOODLE_VERSION, PLUGIN_VERSION } from './moodle-version.js';

const CALENDAR = 'gregorian';
/** Moodle's number of the page with a person's courses, which people come to first here as well. */
const HOME_IS_DASHBOARD = 1;

/** Moodle's features besides courses and people, in its order; clients ask whether they may offer them. None is here. */
const ADVANCED_FEATURES = [
  'usecomments',
  'usetags',
  'enablenotes',
  'messaging',
  'enableblogs',
  'enablecompletion',
  'enablebadges',
  'messagingallusers',
  'enablecustomreports',
  'enableglobalsearch',
  'mnet_dispatcher_mode',
  'enablecompetencies',
].map((name) => ({ name, value: 0 }));

/** What does not depend on who asks. There are no files of people, hence no quota and no key for files. */
const SITE = {
  downloadfiles: 0,
  uploadfiles: 0,
  release: MOODLE_RELEASE,
  version: MOODLE_VERSION,
  mobilecssurl: '',
  advancedfeatures: ADVANCED_FEATURES,
  usercanmanageownfiles: false,
  userquota: 0,
  usermaxuploadfilesize: -1,
  userhomepage: HOME_IS_DASHBOARD,
  siteid: 1,
  sitecalendartype: CALENDAR,
  usercalendartype: CALENDAR,
  theme: THEME,
  limitconcurrentlogins: 0,
  policyagreed: 0,
} as const;

export interface SiteIdentity {
  readonly name: string;
  /** Without a slash at its end. */
  readonly url: string;
}

/** Moodle's `core_webservice_get_site_info`: who the token belongs to, and which functions it is for. */
export function coreSiteInfoFunction(
  site: SiteIdentity,
  lms: LmsPort,
  declared: () => readonly Pick<MoodleFunction<Caller>, 'name' | 'version'>[],
): MoodleFunction<Caller> {
  return defineFunction({
    name: 'core_webservice_get_site_info',
    description: 'Returns who the token belongs to, which functions it is for, and what the site is.',
    version: MOODLE_VERSION,
    parameters: structure({
      serviceshortnames: withDefault(list(value('alphanumext', 'Short name of a service')), []),
    }),
    returns: siteInfo,
    capability: null,
    example: {
      parameters: { serviceshortnames: [] },
      answer: {
        sitename: site.name,
        username: 'admin',
        firstname: 'Ada',
        lastname: 'Admin',
        fullname: 'Ada Admin',
        lang: LANGUAGE,
        userid: 2,
        siteurl: site.url,
        userpictureurl: userPictureUrl(site.url, 'f1'),
        functions: [{ name: 'local_pulsetech_discord_get_user_by_discord_id', version: PLUGIN_VERSION }],
        ...SITE,
        userissiteadmin: true,
      },
    },
    handler: async (_parameters, { userId, functions }, { settings }) => {
      const [[user], userissiteadmin] = await Promise.all([lms.findUsersByIds([userId]), lms.isSiteAdmin(userId)]);
      if (!user) throw invalidToken();
      const { username, firstname, lastname } = user;
      return {
        sitename: formatName(site.name, settings),
        username,
        firstname,
        lastname,
        fullname: `${firstname} ${lastname}`,
        lang: LANGUAGE,
        userid: userId,
        siteurl: site.url,
        userpictureurl: userPictureUrl(site.url, 'f1'),
        functions: declared()
          .filter(({ name }) => functions?.has(name) ?? true)
          .map(({ name, version = PLUGIN_VERSION }) => ({ name, version })),
        ...SITE,
        userissiteadmin,
      };
    },
  });
}

const siteInfo = structure({
  sitename: value('raw', 'Name of the site'),
  username: value('raw', 'Username'),
  firstname: value('text', 'First name'),
  lastname: value('text', 'Last name'),
  fullname: value('text', 'Full name'),
  lang: value('lang', 'Language'),
  userid: value('int', 'User ID'),
  siteurl: value('raw', 'Address of the site'),
  userpictureurl: value('url', 'Picture of the user'),
  functions: list(
    structure({
      name: value('raw', 'Name of a function that the token is for'),
      version: value('text', 'Version of the component that the function belongs to'),
    }),
  ),
  downloadfiles: optional(value('int', '1 if files may be downloaded')),
  uploadfiles: optional(value('int', '1 if files may be uploaded')),
  release: optional(value('text', 'Release of the Moodle whose functions these are')),
  version: optional(value('text', 'Version of the Moodle whose functions these are')),
  mobilecssurl: optional(value('url', 'Style sheet for mobile apps')),
  advancedfeatures: optional(
    list(
      structure({
        name: value('alphanumext', 'Name of a feature of Moodle'),
        value: value('int', '1 if the site has it'),
      }),
    ),
  ),
  usercanmanageownfiles: optional(value('bool', 'Whether the user has files of their own')),
  userquota: optional(value('int', 'Most bytes of files of the user, 0 for no limit')),
  usermaxuploadfilesize: optional(value('int', 'Most bytes of one file, -1 for no limit')),
  userhomepage: optional(value('int', 'First page of the user: 1 for the own courses')),
  userhomepageurl: optional(value('localurl', 'Address of the first page, where it is another')),
  userprivateaccesskey: optional(value('alphanum', 'Key for fetching files')),
  siteid: optional(value('int', 'ID of the site as a course')),
  sitecalendartype: optional(value('plugin', 'Calendar of the site')),
  usercalendartype: optional(value('plugin', 'Calendar of the user')),
  userissiteadmin: optional(value('bool', 'Whether the user administers the site')),
  theme: optional(value('theme', 'Look of the site')),
  limitconcurrentlogins: optional(value('int', 'Most sessions of one user, 0 for no limit')),
  usersessionscount: optional(value('int', 'Number of sessions of the user')),
  policyagreed: optional(value('int', 'Whether the user agreed to the policies')),
});
