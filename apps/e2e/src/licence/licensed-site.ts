import type { HealthReport, LicenceDto } from '@pulsetech/contracts';
import { DEMO_LICENCE, type IssuedLicence } from '../harness/demo-licence.js';
import { DISCORD_IDS, DISCORD_ROLES } from '../harness/discord-people.js';
import { RunningProduct } from '../harness/running-product.js';
import { SiteAdmin } from '../harness/site-admin.js';
import { SiteClient } from '../harness/site-client.js';
import { WebserviceClient } from '../harness/webservice-client.js';
import { RunsClient } from '../sync/runs-client.js';

/** The demo's site with what tests of its licence look at. */
export class LicensedSite {
  private constructor(
    readonly product: RunningProduct,
    readonly admin: SiteAdmin,
    readonly bot: WebserviceClient,
  ) {}

  static async start(): Promise<LicensedSite> {
    const product = await RunningProduct.start();
    const admin = await SiteAdmin.signIn(product.url);
    return new LicensedSite(product, admin, WebserviceClient.ofDemo(product));
  }

  /** A licence of its own for the demo's guild, entered in the settings. */
  async useNewLicence(...more: readonly string[]): Promise<IssuedLicence> {
    const licence = await DEMO_LICENCE.issue(this.product, ...more);
    await this.admin.save({ licenceKey: licence.key });
    return licence;
  }

  async licence(): Promise<LicenceDto> {
    return (await this.admin.settings()).licence;
  }

  async health(): Promise<HealthReport['dependencies'][string] | undefined> {
    const report = (await (await fetch(`${this.product.url}/health`)).json()) as HealthReport;
    expect(report.status).toBe('ok');
    return report.dependencies['licence'];
  }

  /** What John holds, who lost all his roles in Discord, or not. */
  coursesOfJohn(): Promise<string[]> {
    return this.bot.coursesOf(DISCORD_IDS.john);
  }

  /** Discord and all that asks it pause, nobody loses anything, and each place says so. */
  async expectPause(words: RegExp): Promise<void> {
    const before = await this.coursesOfJohn();
    expect(await this.licence()).toMatchObject({ status: 'invalid', message: expect.stringMatching(words) as string });
    expect(await this.health()).toMatchObject({
      status: 'down',
      required: false,
      detail: expect.stringContaining('Nobody loses access') as string,
    });
    expect((await new SiteClient(this.product.url).session()).discordLogin).toEqual({
      available: false,
      reason: 'licence',
    });
    expect(await this.bot.syncRoles(DISCORD_IDS.john, [])).toMatchObject({ errorcode: 'licenceinvalid' });
    const runs = new RunsClient(this.admin.client);
    const run = await runs.ended((await runs.start()).id);
    expect(run).toMatchObject({ state: 'failed', unenrolled: 0, removed: 0 });
    expect(await this.coursesOfJohn()).toEqual(before);
  }

  /** All works: what a bot tells is done. */
  async expectWork(): Promise<void> {
    expect(await this.licence()).toMatchObject({ status: 'valid', reason: null });
    expect(await this.health()).toMatchObject({ status: 'up' });
    expect((await new SiteClient(this.product.url).session()).discordLogin.available).toBe(true);
    for (const roles of [[], [DISCORD_ROLES.studentAccess]]) {
      expect(await this.bot.syncRoles(DISCORD_IDS.john, roles)).toMatchObject({ success: true });
      expect((await this.coursesOfJohn()).includes('PROG101')).toBe(roles.length > 0);
    }
  }
}
