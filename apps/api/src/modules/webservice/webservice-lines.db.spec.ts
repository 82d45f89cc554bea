import { halfARequest, until } from '@pulsetech/testing';
import { closeAfterAll } from '../../../test/close-after.js';
import { DocumentedSite, JOHN } from '../../../test/documented-site.fixture.js';
import type { SiteFixture } from '../../../test/site.fixture.js';

describe('What the web service writes to the log of the process', () => {
  let on: DocumentedSite;
  let site: SiteFixture;

  beforeAll(async () => {
    on = await DocumentedSite.start();
    site = on.site;
  }, 120_000);
  closeAfterAll(() => on);

  test('writes one line for each call: function, outcome, time and token, and nothing that was sent', async () => {
    const lines = async (work: () => Promise<unknown>): Promise<string[]> => {
      const from = site.log.length;
      await work();
      const entries = site.log.slice(from).map((line) => JSON.parse(line) as { level: string; msg: string });
      return entries.filter(({ level }) => level === 'info').map(({ msg }) => msg);
    };
    const name = 'local_pulsetech_discord_get_user_by_discord_id';
    expect(await lines(() => on.call('get_user_by_discord_id', `&discord_id=${JOHN}`))).toEqual([
      expect.stringMatching(new RegExp(`^${name}: ok, \\d+ ms, by token \\d+ \\(bot\\)$`)) as string,
    ]);
    expect(await lines(() => on.call('get_user_by_discord_id', `&discord_id[]=${JOHN}`))).toEqual([
      expect.stringMatching(new RegExp(`^${name}: invalidparameter, \\d+ ms, by token \\d+ \\(bot\\)$`)) as string,
    ]);
    expect(await lines(() => on.call(`${JOHN}`, '', 'x'))).toEqual([
      expect.stringMatching(/^unknown function: invalidtoken, \d+ ms, by nobody known$/) as string,
    ]);
  });

  test('notes an upload that its sender gives up, and does not call it an error', async () => {
    const from = site.log.length;
    await halfARequest(Number(new URL(site.origin).port), '/webservice/rest/server.php');
    const lines = (): { level: string; msg: string }[] =>
      site.log.slice(from).map((line) => JSON.parse(line) as { level: string; msg: string });
    await until('the log has it', () => lines().some(({ msg }) => msg.includes('given up')));
    // The log of the calls, and what was written beside calls before, may come in between.
    expect(lines().filter(({ level }) => level !== 'debug' && level !== 'trace')).toEqual([]);
  });

  test('tells in the log what was wrong with a call, which the caller is not told', async () => {
    expect(await on.call('get_user_by_discord_id')).toMatchObject({ message: 'Invalid parameter value detected' });
    expect(site.log.join('').includes('Missing required key in single structure: discord_id')).toBe(true);
  });

  test('keeps tokens and addresses out of the log, at its finest level too', async () => {
    await on.call('get_user_by_discord_id', `&discord_id=${JOHN}`);
    const log = site.log.join('');
    expect(log.includes('get_user_by_discord_id')).toBe(true);
    expect(log.includes(on.token)).toBe(false);
    expect(log.includes('jsmith@example.com')).toBe(false);
  });
});
