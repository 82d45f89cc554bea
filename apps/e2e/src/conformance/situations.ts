import { createHash } from 'node:crypto';
import { SEQUENCES } from './course-of-events.js';
import type { LabSite, ServiceSettings } from './lab/lab-site.js';
import { LINK_ROWS, PEOPLE, USERS, type MappingVariant } from './lab/lab-data.js';
import { EXPIRED, ownerOf, TOKEN_OF_DISABLED_SERVICE, TOKEN_SECRETS, tokenOfVariant } from './lab/lab-tokens.js';
import type { Surroundings } from './alignment.js';
import { fullRequest } from './full-request.js';
import { exchange } from './http-exchange.js';
import { parameterOf, type Recording } from './recording.js';

/** Answers that tell of the user `nobody`, and those that tell that whoever it is about has not confirmed. */
const LISTS_NOBODY = /"username":"nobody"|<VALUE>nobody<\/VALUE>/;
const NOT_CONFIRMED =
  /"error":"[^"]*","errorcode":"usernotconfirmed"|"errorcode":"wsaccessuserunconfirmed"|<ERRORCODE>wsaccessuserunconfirmed|"nobody".*"confirmed":false|<VALUE>nobody<.*"confirmed"><VALUE>0</s;

/** Wrong passwords after which somebody is locked out. */
const MANY_WRONG_PASSWORDS = 12;

/** Brings the site into the state that it was in when a request was recorded, as the recording tells it. */
export class Situations {
  /** What was changed of users, by column and id. */
  private readonly users = new Map<string, 0 | 1>();
  private readonly expiredWasUsed = new Set<string>();

  constructor(private readonly lab: LabSite) {}

  /** Returns what stands for the placeholders of this recording. */
  async prepare(file: string, recording: Recording): Promise<Surroundings> {
    const here = this.surroundingsOf(recording);
    await this.lab.put(settingsOf(file, recording.name));
    await this.lab.haveMappings(mappingsOf(recording));
    await this.prepareUser(recording);
    await this.prepareExpiredToken(recording, here);
    await this.prepareCourses(file, recording);
    if (/locked-out/.test(recording.name)) await this.lockOut(recording);
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
    const { body } = recording.response;
    const id = LISTS_NOBODY.test(body) ? USERS.nobody : whoAsks(recording);
    if (id === undefined) return;
    await this.putUser(id, 'suspended', id === USERS.suspended || body.includes('wsaccessusersuspended') ? 1 : 0);
    await this.putUser(id, 'confirmed', NOT_CONFIRMED.test(body) ? 0 : 1);
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
    const token = parameterOf(recording, 'wstoken') ?? '';
    if (!EXPIRED.test(token)) return;
    const firstUse = recording.response.body.includes('accessexception');
    if (firstUse && this.expiredWasUsed.has(token)) {
      await this.lab.renewTokens();
      this.expiredWasUsed.clear();
    }
    if (!firstUse && !this.expiredWasUsed.has(token)) {
      await exchange(
        here.siteUrl,
        fullRequest(recording, (text) => text.replaceAll(token, TOKEN_SECRETS.get(token) ?? '')),
      );
    }
    this.expiredWasUsed.add(token);
  }

  /** In which courses a user was by hand is told by the list of the user's courses. */
  private async prepareCourses(file: string, recording: Recording): Promise<void> {
    const userId = whoseCourses(file, recording);
    if (userId === undefined || recording.response.status !== 200) return;
    const courses = coursesIn(recording.response.body);
    if (courses !== null) await this.lab.enrolOnlyIn(userId, courses);
  }

  private async lockOut(recording: Recording): Promise<void> {
    const { siteUrl } = this.lab.surroundings;
    const username = parameterOf(recording, 'username') ?? '';
    const fields = new URLSearchParams({ username, password: 'wrong', service: 'local_pulsetech_discord' });
    for (let attempt = 0; attempt < MANY_WRONG_PASSWORDS; attempt++) {
      await exchange(siteUrl, {
        method: 'POST',
        path: '/login/token.php',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...visitorOf(recording) },
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
  const isList =
    /^\[|^\{"found":true,"courses":/.test(body) || /<RESPONSE>\n<MULTIPLE>|<KEY name="courses">/.test(body);
  const ids = [
    ...body.matchAll(/\{"id":(\d+),"shortname"|<KEY name="id"><VALUE>(\d+)<\/VALUE>\n<\/KEY>\n<KEY name="shortname"/g),
  ];
  return isList ? ids.map(([, json, xml]) => Number(json ?? xml)) : null;
}

function whoAsks(recording: Recording): number | undefined {
  const username = parameterOf(recording, 'username')?.toLowerCase();
  return (
    ownerOf((parameterOf(recording, 'wstoken') ?? '').trim()) ?? PEOPLE.find((one) => one.username === username)?.id
  );
}

/** Whose courses are asked for; of the files in which courses come and go by what is asked, nobody's. */
function whoseCourses(file: string, recording: Recording): number | undefined {
  const called = parameterOf(recording, 'wsfunction');
  if (called === 'core_enrol_get_users_courses') {
    const userId = Number(parameterOf(recording, 'userid'));
    return Number.isInteger(userId) ? userId : undefined;
  }
  if (SEQUENCES.test(file) || called !== 'local_pulsetech_discord_get_user_courses') return undefined;
  const discordId = parameterOf(recording, 'discord_id');
  const linked = LINK_ROWS.find((link) => link['discord_id'] === discordId)?.['userid'];
  return typeof linked === 'number' ? linked : undefined;
}

/** The note tells what is particular of the mappings. */
function mappingsOf({ note = '' }: Recording): MappingVariant {
  if (note.includes('course that does not exist')) return { deletedCourse: true };
  const [, role] = /^the discord_role_id of mapping 1 is (".*")$/s.exec(note) ?? [];
  return role === undefined ? {} : { firstRole: JSON.parse(role) as string };
}

/**
 * Each request for a token comes from elsewhere, so that the limits of wrong passwords, which Moodle does not have by
 * default, do not see them together. A proxy on this machine is trusted to tell the address.
 */
export function visitorOf({ name, request }: Recording): Readonly<Record<string, string>> {
  if (!request.path.startsWith('/login/')) return {};
  const [first = 0, second = 0, third = 0] = createHash('sha256').update(name).digest();
  return { 'X-Forwarded-For': `10.${first}.${second}.${third}` };
}
