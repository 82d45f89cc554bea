import { DISCORD_IDS, DISCORD_ROLES } from '../harness/discord-people.js';
import { eventually } from '../harness/eventually.js';
import { RunningProduct } from '../harness/running-product.js';
import { SiteAdmin } from '../harness/site-admin.js';
import { WebserviceClient } from '../harness/webservice-client.js';

interface BillingHealth {
  readonly dependencies: Readonly<Record<string, { readonly status: string; readonly detail?: string }>>;
}

/** The demo's site with a bot that hears Discord and knows the site's token. */
export class PushingSite {
  private constructor(
    readonly product: RunningProduct,
    readonly admin: SiteAdmin,
    readonly bot: WebserviceClient,
  ) {}

  static async start(): Promise<PushingSite> {
    const product = await RunningProduct.start({ env: { DISCORD_GATEWAY: 'on' } });
    const admin = await SiteAdmin.signIn(product.url);
    const made = await admin.client.post('/api/v1/tokens/billing', {});
    if (made.status >= 300) throw new Error(`Billing was given no token: ${JSON.stringify(made.body)}`);
    const site = new PushingSite(product, admin, WebserviceClient.ofDemo(product));
    await site.live();
    // One look at everybody, by which billing knows whose changes to tell.
    await product.cli('api', 'task:run', 'sync_all_users', '--wait');
    return site;
  }

  /** When the bot hears Discord. */
  async live(): Promise<void> {
    const { billing } = this.product.deployment.local;
    await eventually(async () => {
      const { dependencies } = (await (await fetch(`${billing}/health`)).json()) as BillingHealth;
      expect(dependencies['gateway']).toMatchObject({ status: 'up' });
    }, 40_000);
  }

  john(): Promise<string[]> {
    return this.bot.coursesOf(DISCORD_IDS.john);
  }

  async johnHolds(...roles: readonly (keyof typeof DISCORD_ROLES)[]): Promise<void> {
    await this.product.sandbox.setRoles(
      DISCORD_IDS.john,
      roles.map((role) => DISCORD_ROLES[role]),
    );
  }

  async johnComesTo(courses: readonly string[], withinMs = 20_000): Promise<void> {
    await eventually(async () => expect([...(await this.john())].sort()).toEqual([...courses].sort()), withinMs);
  }
}
