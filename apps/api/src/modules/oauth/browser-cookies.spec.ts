import type { Request } from 'express';
import { bindBrowser, releaseBrowser } from './browser-cookies.js';

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
    const first = bindBrowser(browser.request(), false);
    const second = bindBrowser(browser.request(), false);
    expect(browser.cookies.size).toBe(2);
    expect(releaseBrowser(browser.request(), first)).toBe(true);
    expect(releaseBrowser(browser.request(), first)).toBe(false);
    expect(releaseBrowser(browser.request(), second)).toBe(true);
    expect(browser.cookies.size).toBe(0);
  });

  test('another browser does not have them', () => {
    const hash = bindBrowser(new Browser().request(), false);
    expect(releaseBrowser(new Browser().request(), hash)).toBe(false);
  });

  test('their number is bounded', () => {
    const browser = new Browser();
    for (let i = 0; i < 50; i++) bindBrowser(browser.request(), false);
    expect(browser.cookies.size).toBe(8);
  });
});
