import { readFile } from 'node:fs/promises';
import type { Download } from 'playwright-core';
import { barriers } from './harness/barriers.js';
import { browserSuite, browserTest } from './harness/browser-suite.js';
import { ACCOUNTS, DISCORD_IDS, DISCORD_ROLES } from './harness/discord-people.js';
import { PAGES, type Visitor } from './harness/visitor.js';

const suite = browserSuite();
const test = (name: string, work: () => Promise<void>) => browserTest(suite, name, work);

const RUNS = '/local/pulsetech_discord/runs.php';
const ACTIVITY = '/local/pulsetech_discord/activity.php';

async function admin(): Promise<Visitor> {
  const visitor = await suite.newVisitor();
  await visitor.signInWithPassword(ACCOUNTS.admin.username, ACCOUNTS.admin.password);
  return visitor;
}

/** Nova, who is new to the site and gets what the demo's roles give. */
async function novaSignsIn(): Promise<void> {
  const nova = await suite.newVisitor();
  await nova.continueWithDiscord();
  await nova.authorizeAs('newbie');
  await nova.page.waitForURL(`**${PAGES.dashboard}`);
}

/** The file's lines without the first, which has the names of the columns. */
async function linesOf(download: Download): Promise<string[]> {
  const text = await readFile(await download.path(), 'utf8');
  expect(text.startsWith('\uFEFFid,time,user id,user,action,kind,')).toBe(true);
  return text.trimEnd().split('\r\n').slice(1);
}

describe('the activity', () => {
  test('tells who got what, why and by whose run, and can be taken along as a file', async () => {
    await novaSignsIn();
    await suite.product.sandbox.setRoles(DISCORD_IDS.newbie, [
      DISCORD_ROLES.studentAccess,
      DISCORD_ROLES.premiumMember,
    ]);
    const visitor = await admin();
    const { page } = visitor;
    await visitor.open(RUNS);
    await page.getByRole('button', { name: 'Run now', exact: true }).click();
    await page.getByRole('status').getByText('Completed', { exact: true }).waitFor();
    const runId = new URL(page.url()).searchParams.get('id') ?? '';

    await visitor.open(ACTIVITY);
    const rows = page.getByRole('table', { name: 'Changes' }).getByRole('row');
    const given = rows.filter({ hasText: 'Enrolled in “Advanced Topics”' });
    await given.getByText('because of the Discord role “Premium Member”').waitFor();
    await given.getByText(`Run ${runId} by Ada Admin`).waitFor();
    await rows.filter({ hasText: 'Introduction to Programming' }).getByText('signing in').first().waitFor();
    expect(await barriers(visitor)).toEqual([]);

    await page.getByLabel('Run', { exact: true }).fill(runId);
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.waitForURL(`**${ACTIVITY}?*runid=${runId}*`);
    await rows.filter({ hasText: 'signing in' }).first().waitFor({ state: 'detached' });
    const shown = (await rows.count()) - 1;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download as CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('changes.csv');
    const lines = await linesOf(download);
    expect(lines).toHaveLength(shown);
    const line = lines.find((text) => text.includes('Enrolled in “Advanced Topics”'));
    expect(line).toMatch(
      /^\d+,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z,\d+,[^,]*Nova[^,]*,granted,role,6,Advanced Topics,Student,/,
    );
    expect(line).toContain(`because of the Discord role “Premium Member” (run ${runId}, started by Ada Admin).`);

    await page.getByLabel('Run', { exact: true }).fill('999999');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByText('No changes match this filter').waitFor();
    expect(await page.getByRole('link', { name: 'Download as CSV' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Show all changes' }).click();
    await given.first().waitFor();
  });
});

describe('the health of the mappings', () => {
  test('says whom each serves, which one is broken, and what to do', async () => {
    await novaSignsIn();
    const visitor = await admin();
    const { page } = visitor;
    await visitor.open(PAGES.mappings);
    const mappings = page.getByRole('region', { name: 'Mappings' });
    const student = mappings.getByRole('row').filter({ hasText: 'Student Access' });
    await mappings.getByText('All 3 work.').waitFor();
    await student.getByText('Working').waitFor();
    const people = Number(await student.getByRole('cell').nth(3).innerText());
    expect(people).toBeGreaterThanOrEqual(2);

    await suite.product.sandbox.deleteRole(DISCORD_ROLES.studentAccess);
    await page.getByRole('button', { name: 'Refresh roles' }).click();
    await mappings.getByText('1 of 3 is broken: nobody gets anything new by it until you have mended it.').waitFor();
    await student.getByText('Broken').waitFor();
    await student
      .getByText(/The Discord role was deleted\..*Add a mapping for another role, or delete this one\./)
      .waitFor();
    expect(await barriers(visitor)).toEqual([]);

    await student
      .getByRole('button', { name: 'Delete mapping of Student Access to Introduction to Programming' })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`${people} people are enrolled because of it now.`).waitFor();
    expect(await barriers(visitor)).toEqual([]);
    await dialog.getByRole('button', { name: 'Delete mapping' }).click();
    await mappings.getByText('All 2 work.').waitFor();
    expect(await student.count()).toBe(0);
  });

  test('is readable on a phone, where nothing is wider than the screen', async () => {
    const visitor = await admin();
    const { page } = visitor;
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of [PAGES.mappings, RUNS, ACTIVITY]) {
      await visitor.open(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      const beyond = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await page.evaluate(beyond)).toBe(0);
      expect(await barriers(visitor)).toEqual([]);
    }
  });
});
