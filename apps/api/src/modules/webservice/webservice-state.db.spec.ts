import { closeAfterAll } from '../../../test/close-after.js';
import { SiteFixture } from '../../../test/site.fixture.js';
import { CallRecorder } from './log/call-recorder.js';
import { WebserviceLogEntity } from './log/webservice-log.entity.js';
import { TokensService } from './tokens.service.js';

const MAPPINGS = 'local_pulsetech_discord_get_role_mappings';

const tokenOf = async (site: SiteFixture): Promise<string> =>
  (await site.app.get(TokensService).create('bot', (await site.manager()).id)).token;
const call = (site: SiteFixture, token: string, more = ''): Promise<Response> =>
  fetch(`${site.origin}/webservice/rest/server.php?wstoken=${token}&wsfunction=${MAPPINGS}${more}`);

describe('The web service', () => {
  let site: SiteFixture;
  let token: string;

  beforeAll(async () => {
    site = await SiteFixture.start();
    token = await tokenOf(site);
  }, 120_000);
  closeAfterAll(() => site);

  test('answers nothing while it is switched off, and the log says so', async () => {
    await site.settings({ webserviceEnabled: false });
    const refused = await call(site, token);
    expect([refused.status, await refused.text()]).toEqual([403, '']);
    await site.app.get(CallRecorder).flush();
    const rows = await site.dataSource.getRepository(WebserviceLogEntity).find();
    expect(rows.map(({ outcome, calls }) => [outcome, calls])).toEqual([['enablewsdescription', 1]]);
    await site.settings({ webserviceEnabled: true });
    expect((await call(site, token)).status).toBe(200);
  });

  test('shows callers what is meant for developers only where the settings say so', async () => {
    const json = '&moodlewsrestformat=json&surplus=1';
    const detail = 'Unexpected keys (surplus) detected in parameter array.';
    const answer = async (): Promise<unknown> => (await call(site, token, json)).json();
    expect(await answer()).not.toHaveProperty('debuginfo');
    await site.settings({ webserviceDebug: 'developer' });
    expect(await answer()).toMatchObject({ debuginfo: expect.stringContaining(detail) as string });
    await site.settings({ webserviceDebug: 'display' });
    expect(await answer()).toMatchObject({ message: expect.stringContaining(detail) as string });
    await site.settings({ webserviceDebug: 'off' });
    expect(await answer()).not.toHaveProperty('debuginfo');
  });
});
