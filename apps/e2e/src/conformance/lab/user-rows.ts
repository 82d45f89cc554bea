import { hash } from '@node-rs/argon2';
import type { Row } from '../../harness/product-database.js';
import { LAB_EPOCH, PEOPLE, USERS, type Person } from './lab-data.js';
import { SERVICE_USERS } from './lab-tokens.js';

export const PASSWORD = 'Lab-password-1';

/** All users of the lab, those that stand in for the dedicated user of services as well. */
export async function userRows(): Promise<Row[]> {
  const common = await hashed(PASSWORD);
  const known = new Set(PEOPLE.map(({ id }) => id));
  const variants = SERVICE_USERS.filter(({ id }) => !known.has(id)).map(({ id, username }): Person => ({
    id,
    username,
    firstname: 'Svc',
    lastname: 'Acct',
    email: `${username}@example.com`,
  }));
  return Promise.all(
    [...PEOPLE, ...variants].map(async (person) => {
      const { id, username, firstname, lastname, email, profile = {}, password: own } = person;
      const { auth = 'manual', suspended = 0, deleted = 0 } = person;
      const password = own === undefined ? common : await hashed(own);
      const { idnumber = '', department = '', institution = '', address = '', city = '' } = profile;
      const { country = '', timezone = '99', description = null } = profile;
      return {
        ...{ id, username, firstname, lastname, email, emailkey: email.toLowerCase(), auth, suspended, deleted },
        ...{ idnumber, department, institution, address, city, country, timezone, description },
        confirmed: 1,
        password: auth === 'manual' && id !== USERS.guest ? password : '',
        timecreated: LAB_EPOCH,
        timemodified: LAB_EPOCH,
      };
    }),
  );
}

/** A cheap one: the recordings are about answers, not about how hard a password is to guess. */
function hashed(password: string): Promise<string> {
  return hash(password, { algorithm: 2, memoryCost: 8, timeCost: 1, parallelism: 1 });
}
