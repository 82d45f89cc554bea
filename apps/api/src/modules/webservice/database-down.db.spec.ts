import { Opened, startMariaDb } from '@pulsetech/testing';
import { createConnection } from 'mysql2/promise';
import { closeAfterAll } from '../../../test/close-after.js';
import { SiteFixture } from '../../../test/site.fixture.js';
import { TokensService } from './tokens.service.js';

const MAPPINGS = 'local_pulsetech_discord_get_role_mappings';

describe('A database that is down', () => {
  const opened = new Opened();
  closeAfterAll(() => opened);

  /** Answers how the database is taken away, for good. */
  const start = async (): Promise<{ site: SiteFixture; stopDatabase: () => Promise<void> }> => {
    if (process.env['TEST_DATABASE'] !== 'mariadb') {
      const site = await SiteFixture.start();
      await opened.add(() => site.close());
      return { site, stopDatabase: () => site.dataSource.destroy() };
    }
    const server = await startMariaDb();
    await opened.add(() => server.stop());
    const connection = await createConnection(server.url);
    await connection.query('CREATE DATABASE site').finally(() => connection.end());
    const site = await SiteFixture.start({ DATABASE_URL: `${server.url}/site` });
    await opened.add(() => site.close());
    return { site, stopDatabase: () => server.stop() };
  };

  test('is told to callers of the web service in Moodle’s words, and in the log with a reference', async () => {
    const { site, stopDatabase } = await start();
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
