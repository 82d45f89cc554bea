import { DISCORD_IDS, DISCORD_ROLES } from '../harness/discord-people.js';
import { eventually } from '../harness/eventually.js';
import { ageLicence } from './aged-statement.js';
import { LicensedSite } from './licensed-site.js';

const HOUR = 3600;

let site: LicensedSite;
beforeAll(async () => {
  site = await LicensedSite.start();
  await site.expectWork();
});

describe('a billing server that has not answered', () => {
  beforeEach(() => site.product.stopServer('billing'));

  it('for 71 hours: the licence counts, the settings and the health report say until when, and bots are served', async () => {
    await ageLicence(site.product, 71);
    await site.admin.verifyLicence();
    const { status, graceUntil, message } = await site.licence();
    expect([status, message]).toEqual(['valid', expect.stringContaining('did not answer')]);
    const left = (graceUntil ?? 0) - Date.now() / 1000;
    expect(left).toBeGreaterThan(0.9 * HOUR);
    expect(left).toBeLessThanOrEqual(HOUR);
    expect(await site.health()).toMatchObject({
      status: 'up',
      detail: expect.stringContaining('counts until') as string,
    });
    expect(await site.bot.syncRoles(DISCORD_IDS.john, [DISCORD_ROLES.studentAccess])).toMatchObject({ success: true });
    expect(await site.coursesOfJohn()).toContain('PROG101');
    await site.product.startServer('billing');
  });

  it('for 73 hours: all with Discord pauses, nobody loses anything, and it comes back by itself', async () => {
    await ageLicence(site.product, 73);
    await site.admin.verifyLicence();
    await site.expectPause(/not for more than 72 hours/);
    expect(await site.coursesOfJohn()).toContain('PROG101');
    await site.product.startServer('billing');
    await eventually(async () => {
      expect((await site.licence()).status).toBe('valid');
    }, 90_000);
    await site.expectWork();
  }, 240_000);
});
