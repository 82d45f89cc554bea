import type { Page } from 'playwright-core';

export const PAGES = {
  signIn: '/login/index.php',
  dashboard: '/my/',
  link: '/local/pulsetech_discord/link.php',
  callback: '/local/pulsetech_discord/callback.php',
  mappings: '/local/pulsetech_discord/rolemappings.php',
  settings: '/admin/settings.php?section=local_pulsetech_discord',
} as const;

/** A person with a browser, doing what people do at the site. */
export class Visitor {
  constructor(
    readonly page: Page,
    private readonly siteUrl: string,
  ) {}

  async open(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.siteUrl).href);
  }

  /** Path and query of where the person is now. */
  get at(): string {
    const { pathname, search } = new URL(this.page.url());
    return pathname + search;
  }

  async signInWithPassword(username: string, password: string): Promise<void> {
    await this.open(PAGES.signIn);
    await this.page.getByLabel('Username').fill(username);
    await this.page.getByLabel('Password', { exact: true }).fill(password);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await this.page.waitForURL(`**${PAGES.dashboard}`);
  }

  /** From the sign-in page to the page at Discord, where one says who one is. */
  async continueWithDiscord(): Promise<void> {
    await this.open(PAGES.signIn);
    await this.setOutForDiscord();
    await this.agreeAtBilling();
  }

  /** The button alone, wherever it leads. */
  async setOutForDiscord(): Promise<void> {
    await this.page.getByRole('link', { name: 'Continue with Discord' }).click();
  }

  /** From the link page to the page at Discord. */
  async startLinking(): Promise<void> {
    await this.open(PAGES.link);
    await this.page.getByRole('button', { name: 'Link My Discord Account' }).click();
    await this.agreeAtBilling();
  }

  /** The billing server asks first whether this site may know who one is; a browser that agreed once is not asked again. */
  async agreeAtBilling(): Promise<void> {
    const agree = this.page.getByRole('button', { name: 'Continue to Discord' });
    const authorize = this.page.getByRole('button', { name: 'Authorize' });
    await agree.or(authorize).waitFor();
    if (await agree.isVisible()) await agree.click();
    await authorize.waitFor();
  }

  async authorizeAs(persona: string): Promise<void> {
    await this.choosePersona(persona);
    await this.page.getByRole('button', { name: 'Authorize' }).click();
  }

  async cancel(): Promise<void> {
    await this.page.getByRole('button', { name: 'Cancel' }).click();
  }

  /** Agrees at Discord, but stops before the site is told: the address that the browser would have opened next. */
  async authorizeWithoutReturning(persona: string): Promise<string> {
    await this.choosePersona(persona);
    let toBilling = '';
    await this.page.route(
      '**/oauth2/authorize',
      async (route) => {
        const answer = await route.fetch({ maxRedirects: 0 });
        toBilling = answer.headers()['location'] ?? '';
        await route.fulfill({ status: 200, body: 'The browser stops here.' });
      },
      { times: 1 },
    );
    await this.page.getByRole('button', { name: 'Authorize' }).click();
    await this.page.getByText('The browser stops here.').waitFor();
    const fromBilling = await this.page.request.get(toBilling, { maxRedirects: 0 });
    const toSite = fromBilling.headers()['location'];
    if (!toSite?.includes(PAGES.callback))
      throw new Error(`Billing answered ${fromBilling.status()} without the site.`);
    return toSite;
  }

  /** Names of the courses on the dashboard, in their order. */
  async courses(): Promise<string[]> {
    await this.open(PAGES.dashboard);
    const section = this.page.getByRole('region', { name: 'Your courses' });
    await section.locator('ul, p').first().waitFor();
    return section.getByRole('heading', { level: 3 }).allTextContents();
  }

  /** The alert that tells how the way to Discord ended. */
  async alert(): Promise<string> {
    const alert = this.page.getByRole('alert');
    await alert.waitFor();
    return alert.innerText();
  }

  private async choosePersona(persona: string): Promise<void> {
    await this.page
      .locator('.persona', { has: this.page.getByText(persona, { exact: true }) })
      .getByRole('radio')
      .check();
  }
}
