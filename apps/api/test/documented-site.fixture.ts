import { LinksRepository } from '../src/modules/linking/links.repository.js';
import type { LmsUser } from '../src/modules/lms/lms.port.js';
import { MappingRowsRepository } from '../src/modules/mappings/mapping-rows.repository.js';
import { TokensService } from '../src/modules/webservice/tokens.service.js';
import { SiteFixture } from './site.fixture.js';

export const STUDENT_ROLE = '111111111111111111';
export const PREMIUM_ROLE = '222222222222222222';
/** The Discord id of John Smith. */
export const JOHN = '123456789012345678';
export const STUDENT = 5;

/** The site of the documentation: John Smith is linked, two Discord roles open two courses, and a bot calls. */
export class DocumentedSite {
  private constructor(
    readonly site: SiteFixture,
    readonly john: LmsUser,
    readonly token: string,
    readonly programming: number,
    readonly advanced: number,
  ) {}

  static async start(): Promise<DocumentedSite> {
    const site = await SiteFixture.start();
    try {
      return await DocumentedSite.fill(site);
    } catch (error) {
      await site.close();
      throw error;
    }
  }

  private static async fill(site: SiteFixture): Promise<DocumentedSite> {
    const admin = await site.manager({ username: 'admin' });
    const john = await site.user({
      username: 'jsmith',
      firstname: 'John',
      lastname: 'Smith',
      email: 'jsmith@example.com',
    });
    const { token } = await site.app.get(TokensService).create('bot', admin.id);
    const links = site.app.get(LinksRepository);
    await links.insert({ userId: john.id, discordId: JOHN, username: 'john#1234', avatar: null, tokens: null });
    await links.touchSynced([john.id], 1704067200);
    const { id: programming } = await site.course('PROG101', 'Introduction to Programming');
    const { id: advanced } = await site.course('PROG201', 'Advanced Topics');
    const mappings = site.app.get(MappingRowsRepository);
    for (const [discordRoleId, discordRoleName, courseId] of [
      [STUDENT_ROLE, 'Student Access', programming],
      [PREMIUM_ROLE, 'Premium Member', advanced],
    ] as const) {
      await mappings.insert({ discordRoleId, discordRoleName, courseId, roleId: STUDENT, cohortId: null });
    }
    return new DocumentedSite(site, john, token, programming, advanced);
  }

  close(): Promise<void> {
    return this.site.close();
  }

  send(form: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.site.origin}/webservice/rest/server.php`, {
      method: 'POST',
      body: form,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    });
  }

  /** What the function of ours answers in JSON; its name is without its prefix. */
  async call(name: string, parameters = '', wstoken = this.token): Promise<unknown> {
    const routing = `wstoken=${wstoken}&wsfunction=local_pulsetech_discord_${name}&moodlewsrestformat=json`;
    const response = await this.send(`${routing}${parameters}`);
    expect(response.status).toBe(200);
    return response.json();
  }

  /** Synchronises John with these Discord roles. */
  sync(...roles: readonly string[]): Promise<unknown> {
    const list = roles.map((role, i) => `&discord_roles[${i}]=${role}`).join('');
    return this.call('sync_user_roles', `&discord_id=${JOHN}${list}`);
  }
}
