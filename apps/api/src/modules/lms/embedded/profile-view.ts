import type { LmsProfile } from '../lms.port.js';
import type { ProfileRow } from './profiles.repository.js';

/** How closely one person may look at another. */
export interface Sight {
  readonly own: boolean;
  /** Everything that a person's own profile shows. */
  readonly allDetails: boolean;
  readonly email: boolean;
  readonly phones: boolean;
  readonly description: boolean;
}

/** What the sight leaves of a person; which fields depend on what is a rule of Moodle's `user_get_user_details`. */
export function profileAsSeen(row: ProfileRow, sight: Sight): LmsProfile {
  const { id, firstname, lastname, firstaccess, lastaccess } = row;
  const all = sight.own || sight.allDetails;
  return {
    id,
    firstname,
    lastname,
    firstaccess,
    lastaccess,
    suspended: row.suspended === 1,
    own: sight.own,
    ...(sight.email ? { email: row.email } : {}),
    ...filled({ address: row.address, city: row.city, country: row.country, timezone: row.timezone }),
    ...(sight.phones ? filled({ phone1: row.phone1, phone2: row.phone2 }) : {}),
    ...(sight.description && row.description !== null
      ? { description: { text: row.description, format: row.descriptionformat } }
      : {}),
    ...(all ? closeDetails(row) : {}),
  };
}

function closeDetails(row: ProfileRow): Partial<LmsProfile> {
  const { username, department, auth, lang, theme, mailformat, trackforums } = row;
  return {
    username,
    department,
    auth,
    lang,
    theme,
    mailformat,
    trackforums,
    confirmed: row.confirmed === 1,
    ...filled({ idnumber: row.idnumber, institution: row.institution }),
  };
}

/** Those that say something; to Moodle, which is written in PHP, `0` says nothing either. */
function filled<K extends string>(fields: Readonly<Record<K, string>>): Partial<Record<K, string>> {
  const said = Object.entries<string>(fields).filter(([, value]) => value !== '' && value !== '0');
  return Object.fromEntries(said) as Partial<Record<K, string>>;
}
