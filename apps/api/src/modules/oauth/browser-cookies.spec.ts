import type { Request } from 'express';
import { bindBrowser, releaseBrowser } from './browser-cookies.js';

const NOW = Date.UTC(2026, 0, 1);

/** A browser that keeps what it is sent. */
class Browser {
  readonly cookies = new Map<string, string>();
  /** Those of the last cookie that was set or cleared. */
  attributes: object = {};

  request(): Request {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return {
      headers: { cookie: `PulseSession=x; ${cookie}` },
      res: {
        cookie: (name: string, value: string, attributes: object) => {
          this.attributes = attributes;
          this.cookies.set(name, value);
        },
        clearCookie: (name: string, attributes: object) => {
          this.attributes = attributes;
          this.cookies.delete(name);
        },
      },
    } as unknown as Request;
  }
}

describe('The cookies that bind a way to Discord to the browser', () => {
  test('each way has its own, and is given back once', () => {
    const browser = new Browser();
    const first = bindBrowser(browser.request(), false, NOW);
    const second = bindBrowser(browser.request(), false, NOW);
    expect(browser.cookies.size).toBe(2);
    expect(releaseBrowser(browser.request(), false, first)).toBe(true);
    expect(releaseBrowser(browser.request(), false, first)).toBe(false);
    expect(releaseBrowser(browser.request(), false, second)).toBe(true);
    expect(browser.cookies.size).toBe(0);
  });

  test('over https are for this host only, set over https only', () => {
    const browser = new Browser();
    const hash = bindBrowser(browser.request(), true, NOW);
    const [name = ''] = [...browser.cookies.keys()];
    expect(name).toMatch(/^__Host-PulseDiscord-/);
    expect(browser.attributes).toMatchObject({ path: '/', secure: true, httpOnly: true });
    const planted = new Browser();
    planted.cookies.set(name.replace('__Host-', ''), browser.cookies.get(name) ?? '');
    expect(releaseBrowser(planted.request(), true, hash)).toBe(false);
    browser.attributes = {};
    expect(releaseBrowser(browser.request(), true, hash)).toBe(true);
    // Without these, browsers take no notice of a cookie with such a name.
    expect(browser.attributes).toMatchObject({ path: '/', secure: true });
    expect(browser.cookies.size).toBe(0);
  });

  test('another browser does not have them', () => {
    const hash = bindBrowser(new Browser().request(), false, NOW);
    expect(releaseBrowser(new Browser().request(), false, hash)).toBe(false);
  });

  test('ways that begin at the same moment do not get in each other’s way', () => {
    const browser = new Browser();
    const requests = Array.from({ length: 8 }, () => browser.request());
    const hashes = requests.map((request) => bindBrowser(request, false, NOW));
    expect(hashes.every((hash) => releaseBrowser(browser.request(), false, hash))).toBe(true);
  });

  test('their number is bounded: the oldest gives way', () => {
    const browser = new Browser();
    const hashes = Array.from({ length: 50 }, (_, i) => bindBrowser(browser.request(), false, NOW + i));
    expect(browser.cookies.size).toBe(8);
    expect(hashes.slice(42).every((hash) => releaseBrowser(browser.request(), false, hash))).toBe(true);
  });
});
