import { ByHand } from '../src/modules/lms/embedded/by-hand.js';
import { ROLE_IDS } from '../src/modules/lms/embedded/moodle-shapes.js';
import { THEME_REVISION } from '../src/modules/lms/images/image-addresses.js';
import type { LmsUser } from '../src/modules/lms/lms.port.js';
import { TokensService } from '../src/modules/webservice/tokens.service.js';
import { SiteFixture } from './site.fixture.js';

export type Form = Readonly<Record<string, string>>;

const USERS = [
  [5, 'jsmith', 'John', 'Smith', 'jsmith@example.com', 0, 0],
  [6, 'ampuser', 'Ana & "Q" ', "O'Née ✓", 'amp@example.com', 0, 0],
  [7, 'suspended1', 'Sus', 'Pended', 'susp@example.com', 1, 0],
  [8, 'ghost@example.com.1795341981', 'Gho', 'St', '71144850f4fb4cc55fc0ee6935badddf', 0, 1],
] as const;
const COURSES = [
  [10, 'PROG109', 'Course number 9', 'IDN9'],
  [11, 'PROG110', 'Course number 10', 'IDN10'],
  [12, 'PROG102', 'Advanced Topics & <i>More</i>', 'IDN2'],
] as const;

export const refusal = (exception: string, errorcode: string, message: string): string =>
  `{"exception":"${exception.replaceAll('\\', '\\\\')}","errorcode":"${errorcode}","message":"${message}"}`;
export const INVALID = refusal(
  'core\\exception\\invalid_parameter_exception',
  'invalidparameter',
  'Invalid parameter value detected',
);

const SITE = 'http://site.example';

/** The people and courses of a Moodle 4.5.6 whose answers were recorded, with a manager who holds a token. */
export class RecordedSite {
  private constructor(
    readonly site: SiteFixture,
    readonly admin: LmsUser,
    readonly token: string,
  ) {}

  static async start(): Promise<RecordedSite> {
    const site = await SiteFixture.start();
    try {
      return await RecordedSite.fill(site);
    } catch (error) {
      await site.close();
      throw error;
    }
  }

  private static async fill(site: SiteFixture): Promise<RecordedSite> {
    const { dataSource } = site;
    for (const [id, username, firstname, lastname, email, suspended, deleted] of USERS) {
      await dataSource.query(
        `INSERT INTO lms_user (id, auth, confirmed, suspended, deleted, username, firstname, lastname, email, emailkey,
                               timecreated, timemodified)
         VALUES (?, 'manual', 1, ?, ?, ?, ?, ?, ?, ?, 1, 1)`,
        [id, suspended, deleted, username, firstname, lastname, email, email],
      );
    }
    for (const [id, shortname, fullname, idnumber] of COURSES) {
      await dataSource.query(
        `INSERT INTO lms_course (id, shortname, fullname, idnumber, sortorder, timecreated, timemodified)
         VALUES (?, ?, ?, ?, ?, 1795341535, 1795341535)`,
        [id, shortname, fullname, idnumber, 10_050 - id],
      );
      await dataSource.query('INSERT INTO lms_context (id, contextlevel, instanceid) VALUES (?, 50, ?)', [id + 15, id]);
    }
    const admin = await site.manager({ username: 'admin', firstname: 'Admin', lastname: 'User' });
    const byHand = site.app.get(ByHand);
    for (const courseId of [10, 11]) {
      await byHand.enrol({ userId: 5, courseId, roleId: ROLE_IDS.student, makerId: admin.id });
    }
    const { token } = await site.app.get(TokensService).create('bot', admin.id);
    return new RecordedSite(site, admin, token);
  }

  close(): Promise<void> {
    return this.site.close();
  }

  /** The answer as it came, with the address and the revision as in the recordings: SITE and REV. */
  async answer(form: Form): Promise<string> {
    const body = new URLSearchParams({ wstoken: this.token, ...form });
    const response = await fetch(`${this.site.origin}/webservice/rest/server.php`, { method: 'POST', body });
    expect(response.status).toBe(200);
    return (await response.text())
      .replaceAll(SITE.replaceAll('/', '\\/'), 'SITE')
      .replaceAll(SITE, 'SITE')
      .replaceAll(new RegExp(`(boost\\\\?/core\\\\?/)${THEME_REVISION}`, 'g'), '$1REV');
  }

  byField(field: string, ...values: readonly string[]): Promise<string> {
    return this.answer({
      wsfunction: 'core_user_get_users_by_field',
      moodlewsrestformat: 'json',
      field,
      ...Object.fromEntries(values.map((value, index) => [`values[${index}]`, value])),
    });
  }

  coursesOf(userid: number, more: Form = {}): Promise<string> {
    return this.answer({
      wsfunction: 'core_enrol_get_users_courses',
      moodlewsrestformat: 'json',
      userid: String(userid),
      ...more,
    });
  }

  async tokenOf(user: LmsUser): Promise<string> {
    return (await this.site.app.get(TokensService).create('other', user.id)).token;
  }
}

export async function json<T>(answer: Promise<string>): Promise<T> {
  return JSON.parse(await answer) as T;
}
