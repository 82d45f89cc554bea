import { browserSuite, browserTest } from './harness/browser-suite.js';
import { PAGES } from './harness/visitor.js';

const suite = browserSuite();

describe('the page for authors of bots', () => {
  browserTest(suite, 'tells somebody who is not signed in what to send to this very site', async () => {
    const visitor = await suite.newVisitor();
    await visitor.open(PAGES.signIn);
    await visitor.page.getByRole('link', { name: 'Web service for bots' }).click();
    await visitor.page.getByRole('heading', { level: 1, name: 'Web service' }).waitFor();
    const request = visitor.page.getByLabel('A first call: request in curl', { exact: true });
    expect(await request.innerText()).toContain(`curl -X POST "${suite.product.url}/webservice/rest/server.php"`);
  });

  browserTest(suite, 'shows the part that its address names, and changes every sample at once', async () => {
    const { page } = await visitorAt('/local/pulsetech_discord/webservice.php#errors');
    await page.getByRole('heading', { name: 'Errors', exact: true }).waitFor();
    await page.waitForFunction(() => {
      const top = document.getElementById('errors')?.getBoundingClientRect().top ?? -1;
      return top >= 0 && top < innerHeight / 2;
    });
    await page.getByRole('tab', { name: 'curl' }).first().press('ArrowRight');
    for (const tab of await page.getByRole('tab', { name: 'JavaScript' }).all()) {
      expect(await tab.getAttribute('aria-selected')).toBe('true');
    }
  });

  const visitorAt = async (path: string) => {
    const visitor = await suite.newVisitor();
    await visitor.open(path);
    return visitor;
  };
});
