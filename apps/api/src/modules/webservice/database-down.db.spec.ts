import { startMariaDb } from '@pulsetech/testing';
import { createConnection } from 'mysql2/promise';
import { SiteFixture } from '../../../test/site.fixture.js';
import { TokensService } from './tokens.service.js';

const MAPPINGS = 'local_pulsetech_discord_get_role_mappings';

interface SiteOnItsOwn {
  readonly site: SiteFixture;
  /** Takes the database away, for good. */
  readonly stopDatabase: () => Promise<void>;
}

async function siteOnMariaDb(): Promise<SiteOnItsOwn> {
  const server = await startMariaDb();
  const connection = await createConnection(server.url);
  await connection.query('CREATE DATABASE site');
  await connection.end();
  return { site: await SiteFixture.start({ DATABASE_URL: `${server.url}/site` }), stopDatabase: () => server.stop() };
}

async function siteOnSqlite(): Promise<SiteOnItsOwn> {
  const site = await SiteFixture.start();
  return { site, stopDatabase: () => site.dataSource.destroy() };
}

describe('A database that is down', () => {
  test('is told to callers of the web service in Moodle’s words, and in the log with a reference', async () => {
    const { site, stopDatabase } = await (process.env['TEST_DATABASE'] === 'mariadb' ? siteOnMariaDb : siteOnSqlite)();
    const { token } = await site.app.get(TokensService).create('bot', (await site.manager()).id);
    const call = (more = ''): Promise<Response> =>
      fetch(`${site.origin}/webservice/rest/server.php?wstoken=${token}&wsfunction=${MAPPINGS}${more}`);
    expect((await call()).status).toBe(200);
    await stopDatabase();
    // At first the caller and the settings are still remembered; later they are not.
    for (const seconds of [0, 60]) {
      site.clock.advanceSeconds(seconds);
      const json = await call('&moodlewsrestformat=json');
      expect([json.status, await json.json()]).toMatchObject([
        200,
        { exception: 'dml_connection_exception', errorcode: 'dbconnectionfailed' },
      ]);
      expect(await (await call()).text()).toContain('<ERRORCODE>dbconnectionfailed</ERRORCODE>');
    }
    const line = site.log.find((text) => text.includes('the database cannot be reached')) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({ correlationId: expect.stringMatching(/^[\da-f-]{36}$/) as string });
    const before = site.log.length;
    await site.close();
    expect(site.log.slice(before).join('')).toContain('calls are missing in the web service log');
  }, 120_000);
});
