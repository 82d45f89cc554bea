import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findProgram } from '../../../../tools/system-packages.mjs';

const SCREENSHOTS = resolve(__dirname, '../../test-results/screenshots');
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--no-first-run',
];
const STEP_TIMEOUT_MS = 15_000;

/** The system's Chromium. Each person in a test is a context of their own, with their own cookies. */
export class Chromium {
  private readonly people: BrowserContext[] = [];

  private constructor(private readonly browser: Browser) {}

  static async launch(): Promise<Chromium> {
    const executablePath = findProgram('chromium', 'chromium-browser', 'google-chrome');
    if (!executablePath) throw new Error('Chromium is not installed (Debian: apt-get install chromium).');
    return new Chromium(await chromium.launch({ executablePath, args: ARGUMENTS }));
  }

  /** A page of somebody who has not been here before. */
  async newPerson(): Promise<Page> {
    const context = await this.browser.newContext({ locale: 'en-GB', viewport: { width: 1200, height: 800 } });
    context.setDefaultTimeout(STEP_TIMEOUT_MS);
    this.people.push(context);
    return context.newPage();
  }

  /** Pictures of all open pages, to see why a test failed. */
  async saveScreenshots(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    const pages = this.people.flatMap((person) => person.pages());
    for (const [index, page] of pages.entries()) {
      const file = `${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 100)}-${index + 1}.png`;
      await page.screenshot({ path: join(SCREENSHOTS, file), fullPage: true });
    }
  }

  /** Everybody leaves. */
  async closePeople(): Promise<void> {
    for (const person of this.people.splice(0)) await person.close();
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}
