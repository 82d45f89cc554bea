import type { Request } from 'express';
import { bindBrowser, releaseBrowser } from './browser-cookies.js';

const NOW = Date.UTC(2026, 0, 1);

/** A browser that keeps what it is sent. */
class Browser {
  readonly cookies = new Map<string, string>();

  request(): Request {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return {
      headers: { cookie: `PulseSession=x; ${cookie}` },
      res: {
        cookie: (name: string, value: string) => this.cookies.set(name, value),
        clearCookie: (name: string) => this.cookies.delete(name),
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
    expect(releaseBrowser(browser.request(), first)).toBe(true);
    expect(releaseBrowser(browser.request(), first)).toBe(false);
    expect(releaseBrowser(browser.request(), second)).toBe(true);
    expect(browser.cookies.size).toBe(0);
  });

  test('another browser does not have them', () => {
    const hash = bindBrowser(new Browser().request(), false, NOW);
    expect(releaseBrowser(new Browser().request(), hash)).toBe(false);
  });

  test('ways that begin at the same moment do not get in each other’s way', () => {
    const browser = new Browser();
    const requests = Array.from({ length: 8 }, () => browser.request());
    const hashes = requests.map((request) => bindBrowser(request, false, NOW));
    expect(hashes.every((hash) => releaseBrowser(browser.request(), hash))).toBe(true);
  });

  test('their number is bounded: the oldest gives way', () => {
    const browser = new Browser();
    const hashes = Array.from({ length: 50 }, (_, i) => bindBrowser(browser.request(), false, NOW + i));
    expect(browser.cookies.size).toBe(8);
    expect(hashes.slice(42).every((hash) => releaseBrowser(browser.request(), hash))).toBe(true);
  });
});
