import { formatText, list, optional, structure, value, type CallSettings, type OutputOf } from '@pulsetech/moodle-rest';
import { userPictureUrl } from '../../lms/images/image-addresses.js';
import type { LmsProfile } from '../../lms/lms.port.js';
import { installedLanguage, installedTheme } from './installed.js';

const customField = structure({
  type: value('alphanumext', 'Type of the field'),
  value: value('raw', 'Value as it is stored'),
  displayvalue: optional(value('raw', 'Value as it is shown')),
  name: value('raw', 'Name of the field'),
  shortname: value('raw', 'Short name of the field'),
});

const preference = structure({ name: value('raw', 'Name of a preference'), value: value('raw', 'Its value') });

/** Moodle's description of a person. */
export const profile = structure({
  id: value('int', 'User ID'),
  username: optional(value('username', 'Username')),
  firstname: optional(value('notags', 'First name')),
  lastname: optional(value('notags', 'Last name')),
  fullname: value('notags', 'Full name'),
  email: optional(value('raw_trimmed', 'E-mail address')),
  address: optional(value('text', 'Postal address')),
  phone1: optional(value('notags', 'Phone number')),
  phone2: optional(value('notags', 'Mobile phone number')),
  department: optional(value('text', 'Department')),
  institution: optional(value('text', 'Institution')),
  idnumber: optional(value('raw', 'What another system knows the person by')),
  interests: optional(value('text', 'Interests, separated by commas')),
  firstaccess: optional(value('int', 'When the person was first here, Unix seconds, 0 for never')),
  lastaccess: optional(value('int', 'When the person was last here, Unix seconds, 0 for never')),
  auth: optional(value('auth', 'How the person signs in: manual by password, oauth2 by Discord only')),
  suspended: optional(value('bool', 'Whether the person may not sign in')),
  confirmed: optional(value('bool', 'Whether it is known that the address belongs to the person')),
  lang: optional(value('lang', 'Language')),
  calendartype: optional(value('plugin', 'Calendar')),
  theme: optional(value('theme', 'Look')),
  timezone: optional(value('timezone', 'Time zone, 99 for that of the site')),
  mailformat: optional(value('int', '1 for mails with markup, 0 for plain ones')),
  trackforums: optional(value('int', '1 if forums are followed')),
  description: optional(value('raw', 'What the person says of themself')),
  descriptionformat: optional(value('int', 'Format of the description: 1 HTML, 0 Moodle, 2 plain, 4 Markdown')),
  city: optional(value('text', 'City')),
  country: optional(value('alpha', 'Country, two letters')),
  profileimageurlsmall: value('url', 'Small picture'),
  profileimageurl: value('url', 'Picture'),
  customfields: optional(list(customField)),
  preferences: optional(list(preference)),
});

export type ProfileAnswer = OutputOf<typeof profile>;

/** A person as the web service prints one. `siteUrl` has no slash at its end. */
export function profileAnswer(seen: LmsProfile, siteUrl: string, settings: CallSettings): ProfileAnswer {
  const { own, description, lang, theme, ...fields } = seen;
  return {
    ...fields,
    fullname: `${seen.firstname} ${seen.lastname}`,
    ...(lang === undefined ? {} : { lang: installedLanguage(lang) }),
    ...(theme === undefined ? {} : { theme: installedTheme(theme) }),
    ...(description === undefined ? {} : descriptionAnswer(description, settings)),
    profileimageurlsmall: userPictureUrl(siteUrl, 'f2'),
    profileimageurl: userPictureUrl(siteUrl, 'f1'),
    // People have none here; their own are told to themselves alone.
    ...(own ? { preferences: [] } : {}),
  };
}

function descriptionAnswer(
  stored: NonNullable<LmsProfile['description']>,
  settings: CallSettings,
): Pick<ProfileAnswer, 'description' | 'descriptionformat'> {
  const { text, format } = formatText(stored, settings);
  return { description: text, descriptionformat: format };
}
