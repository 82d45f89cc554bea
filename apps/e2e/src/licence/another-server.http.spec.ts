import { DEMO_GUILD } from '../../../../tools/demo-wiring.mjs';
import { DISCORD_IDS } from '../harness/discord-people.js';
import { RunsClient } from '../sync/runs-client.js';
import { LicensedSite } from './licensed-site.js';

const OTHER = '900000000000000042';

let site: LicensedSite;
let runs: RunsClient;
beforeAll(async () => {
  site = await LicensedSite.start();
  runs = new RunsClient(site.admin.client);
  await site.expectWork();
  expect((await runs.ended((await runs.start()).id)).state).toMatch(/^completed/);
  await fetch(`${site.product.sandbox.url}/__control/guilds/${OTHER}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'The Other Server' }),
  });
});

const push = (guildId: string): Promise<unknown> =>
  site.bot.call('sync_user_roles', { discord_id: DISCORD_IDS.john, guild_id: guildId });

describe('a licence key of another Discord server', () => {
  it('is told with both servers, what was seen in the former one is refused, and no run takes anything', async () => {
    const before = await site.coursesOfJohn();
    await site.useNewLicence('--guild', OTHER);
    const licence = await site.licence();
    expect(licence).toMatchObject({ status: 'valid', guildId: OTHER });
    expect(licence.message).toMatch(/it was for “.+”; it is for “The Other Server” now/);
    expect(await push(DEMO_GUILD)).toMatchObject({
      errorcode: 'invalidparameter',
      message: expect.stringContaining(`for another Discord server (${OTHER}), so nothing was changed`) as string,
    });
    const run = await runs.ended((await runs.start()).id);
    expect(run).toMatchObject({ state: 'held', unenrolled: 0, removed: 0 });
    expect(run.reason).toContain('another Discord server than at the last run');
    expect(await site.coursesOfJohn()).toEqual(before);
  });

  it('is mended by entering the right one, and everything goes on as before', async () => {
    const before = await site.coursesOfJohn();
    await site.useNewLicence();
    expect((await site.licence()).guildId).toBe(DEMO_GUILD);
    const run = await runs.ended((await runs.start()).id);
    expect(run).toMatchObject({ unenrolled: 0, removed: 0 });
    expect(run.state).toMatch(/^completed/);
    expect(await site.coursesOfJohn()).toEqual(before);
    await site.expectWork();
  });
});
