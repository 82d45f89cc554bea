import type { LabSite, ServiceSettings } from './lab/lab-site.js';
import { PEOPLE, USERS } from './lab/lab-data.js';
import { EXPIRED, ownerOf, TOKEN_OF_DISABLED_SERVICE, TOKEN_SECRETS, tokenOfVariant } from './lab/lab-tokens.js';
import type { Surroundings } from './alignment.js';
import { fullRequest } from './full-request.js';
import { exchange } from './http-exchange.js';
import { parameterOf, type Recording } from './recording.js';

/** Wrong passwords after which somebody is locked out. */
const MANY_WRONG_PASSWORDS = 12;

/** Brings the site into the state that it was in when a request was recorded, as the recording tells it. */
export class Situations {
  /** What was changed of users, by column and id. */
  private readonly users = new Map<string, 0 | 1>();
  private expiredWasUsed = false;

  constructor(private readonly lab: LabSite) {}

  /** Returns what stands for the placeholders of this recording. */
  async prepare(file: string, recording: Recording): Promise<Surroundings> {
    const here = this.surroundingsOf(recording);
    await this.lab.put(settingsOf(file, recording.name));
    await this.lab.haveMappingToDeletedCourse(/course that does not exist/.test(recording.note ?? ''));
    await this.prepareUser(recording);
    await this.prepareExpiredToken(recording, here);
    await this.prepareCourses(recording);
    if (/locked-out/.test(recording.name)) await this.lockOut(parameterOf(recording, 'username') ?? '');
    return here;
  }

  private surroundingsOf({ name }: Recording): Surroundings {
    const { surroundings } = this.lab;
    const variant = tokenOfVariant(name);
    if (variant !== null) return withToken(surroundings, 'TOKEN_SERVICE_USER', variant);
    if (name.startsWith('service-disabled')) return withToken(surroundings, 'TOKEN_SMALL', TOKEN_OF_DISABLED_SERVICE);
    return surroundings;
  }

  /** Whether somebody was suspended, or not confirmed, is told by the answer. */
  private async prepareUser(recording: Recording): Promise<void> {
    const id = ownerOf((parameterOf(recording, 'wstoken') ?? '').trim()) ?? userId(parameterOf(recording, 'username'));
    if (id === undefined) return;
    const { body } = recording.response;
    await this.putUser(id, 'suspended', id === USERS.suspended || body.includes('wsaccessusersuspended') ? 1 : 0);
    await this.putUser(id, 'confirmed', /usernotconfirmed|wsaccessuserunconfirmed/.test(body) ? 0 : 1);
  }

  private async putUser(id: number, column: 'suspended' | 'confirmed', value: 0 | 1): Promise<void> {
    const initially = column === 'confirmed' || id === USERS.suspended ? 1 : 0;
    const key = `${column} ${id}`;
    if (value === (this.users.get(key) ?? initially)) return;
    this.users.set(key, value);
    await this.lab.setUser(id, column, value);
  }

  /** A token that has expired is refused as such once, and is unknown from then on. */
  private async prepareExpiredToken(recording: Recording, here: Surroundings): Promise<void> {
    if (parameterOf(recording, 'wstoken') !== EXPIRED) return;
    const firstUse = recording.response.body.includes('accessexception');
    if (firstUse && this.expiredWasUsed) await this.lab.renewTokens();
    if (!firstUse && !this.expiredWasUsed) {
      await exchange(
        here.siteUrl,
        fullRequest(recording, (text) => text.replace(EXPIRED, TOKEN_SECRETS.get(EXPIRED) ?? '')),
      );
    }
    this.expiredWasUsed = true;
  }

  /** In which courses a user was by hand is told by the list of the user's courses. */
  private async prepareCourses(recording: Recording): Promise<void> {
    if (parameterOf(recording, 'wsfunction') !== 'core_enrol_get_users_courses') return;
    const userId = Number(parameterOf(recording, 'userid'));
    if (!Number.isInteger(userId) || recording.response.status !== 200) return;
    const courses = coursesIn(recording.response.body);
    if (courses !== null) await this.lab.enrolOnlyIn(userId, courses);
  }

  private async lockOut(username: string): Promise<void> {
    const { siteUrl } = this.lab.surroundings;
    const fields = new URLSearchParams({ username, password: 'wrong', service: 'local_pulsetech_discord' });
    for (let attempt = 0; attempt < MANY_WRONG_PASSWORDS; attempt++) {
      await exchange(siteUrl, {
        method: 'POST',
        path: '/login/token.php',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: fields.toString(),
      });
    }
  }
}

/** Whether the service was open, and how much it told of errors, stands in the names of files and recordings. */
export function settingsOf(file: string, name: string): ServiceSettings {
  const open = !/^(webservices|rest-protocol)-disabled/.test(name);
  if (/debugdisplay/.test(file) || /^debugdisplay-/.test(name)) return { open, debug: 'display' };
  return { open, debug: /debug/.test(file) || /^debug-/.test(name) ? 'developer' : 'off' };
}

function withToken(surroundings: Surroundings, placeholder: string, name: string): Surroundings {
  const secret = TOKEN_SECRETS.get(name);
  if (secret === undefined) throw new Error(`The lab has no token ${name}.`);
  return { ...surroundings, tokens: new Map([...surroundings.tokens, [placeholder, secret]]) };
}

/** Ids of the courses in a list of courses; null for any other answer. */
function coursesIn(body: string): number[] | null {
  const isList = /^\[/.test(body) || /<RESPONSE>\n<MULTIPLE>/.test(body);
  const ids = [
    ...body.matchAll(/\{"id":(\d+),"shortname"|<KEY name="id"><VALUE>(\d+)<\/VALUE>\n<\/KEY>\n<KEY name="shortname"/g),
  ];
  return isList ? ids.map(([, json, xml]) => Number(json ?? xml)) : null;
}

function userId(username: string | undefined): number | undefined {
  return PEOPLE.find((person) => person.username === username)?.id;
}
