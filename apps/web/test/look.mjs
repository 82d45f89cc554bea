// Looks at every page of the built application in both colour schemes and two widths, over the fake API:
// `node test/serve.mjs 28471 &  node test/look.mjs http://127.0.0.1:28471 [folder for pictures] [part of a name]`.
// Prints what axe and the browser complain about.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [base, folder = 'screenshots', only = ''] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const caps = (...names) =>
  names.map((name) => (name === 'rest' ? 'webservice/rest:use' : `local/pulsetech_discord:${name}`));
const admin = {
  id: 2,
  username: 'admin',
  firstname: 'Ada',
  lastname: 'Admin',
  email: 'a@example.com',
  capabilities: caps('manage', 'viewmappings', 'linkaccount'),
};
const creator = {
  ...admin,
  id: 3,
  username: 'creator',
  firstname: 'Clara',
  lastname: 'Creator',
  capabilities: caps('viewmappings', 'linkaccount'),
};
const john = {
  ...admin,
  id: 123,
  username: 'jsmith',
  firstname: 'John',
  lastname: 'Smith',
  capabilities: caps('linkaccount'),
};
const activity = '/local/pulsetech_discord/activity.php';
const runs = '/local/pulsetech_discord/runs.php';
const run = (id) => `/local/pulsetech_discord/run.php?id=${id}`;
const person = '/local/pulsetech_discord/person.php';
const settings = '/admin/settings.php?section=local_pulsetech_discord';
const fault = (status, message = 'This cannot be done.') => ({
  status,
  body: { error: { code: 'fault', message, correlationId: status >= 500 ? 'c0ffee-17' : undefined } },
});
const unlinked = {
  account: null,
  guildName: 'PulseTech Community',
  membership: { state: 'never_checked', checkedAt: null, detail: null, roles: [] },
  expected: [],
  linking: { available: true, detail: null },
  unlinking: { available: true, detail: null },
  unlinkEffect: { courses: [], suspended: [], cohorts: [] },
};

const now = Math.floor(Date.now() / 1000);
/** A run that is going on while somebody looks. */
const going = {
  id: 46,
  cause: 'manual',
  state: 'running',
  phase: 'snapshot',
  dry: false,
  undoes: null,
  undoable: false,
  reason: null,
  membersRead: 31_000,
  membersTotal: 100_000,
  users: 0,
  usersTotal: 1204,
  enrolled: 0,
  unenrolled: 0,
  errors: 0,
  removals: 0,
  removed: 0,
  spared: 0,
  stops: [],
  decidedBy: null,
  decidedAt: null,
  startedAt: now - 12,
  finishedAt: null,
};

const views = [
  { name: 'login', path: '/login/index.php', state: { user: null } },
  { name: 'login-invalid-state', path: '/login/index.php?discorderror=invalid_state', state: { user: null } },
  {
    name: 'login-no-licence',
    path: '/login/index.php',
    state: { user: null, discordLogin: { available: false, reason: 'licence' } },
  },
  {
    name: 'login-wrong',
    path: '/login/index.php',
    state: { user: null },
    act: async (page) => {
      await page.getByLabel('Username').fill('admin');
      await page.getByLabel('Password', { exact: true }).fill('no');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'dashboard', path: '/my/', state: { user: john } },
  { name: 'dashboard-empty', path: '/my/', state: { user: john, dashboard: { courses: [], discord: null } } },
  {
    name: 'dashboard-loading',
    path: '/my/',
    state: { user: john, answers: { 'GET /dashboard': { ...fault(500), delayMs: 3000 } } },
    early: true,
  },
  {
    name: 'dashboard-error',
    path: '/my/',
    state: { user: john, answers: { 'GET /dashboard': fault(500, 'The site could not do this.') } },
    wait: 2000,
  },
  { name: 'link', path: '/local/pulsetech_discord/link.php', state: { user: john } },
  {
    name: 'link-unlinked',
    path: '/local/pulsetech_discord/link.php?discorderror=discord_account_taken',
    state: { user: john, link: unlinked },
  },
  {
    name: 'link-dialog',
    path: '/local/pulsetech_discord/link.php',
    state: { user: john },
    act: async (page) => {
      await page.getByRole('button', { name: 'Unlink Account' }).click();
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'link-synced',
    path: '/local/pulsetech_discord/link.php?linked=1',
    state: { user: john },
    act: async (page) => {
      await page.getByRole('button', { name: 'Sync Now' }).click();
      await page.getByText('Synced:').waitFor();
    },
  },
  {
    name: 'link-dialog-suspend',
    path: '/local/pulsetech_discord/link.php',
    state: { user: john },
    suspends: true,
    act: async (page) => {
      await page.getByRole('button', { name: 'Unlink Account' }).click();
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(400);
    },
  },
  { name: 'mappings', path: '/local/pulsetech_discord/rolemappings.php', state: { user: admin } },
  {
    name: 'mappings-select',
    path: '/local/pulsetech_discord/rolemappings.php',
    state: { user: admin },
    act: async (page) => {
      await page.getByRole('button', { name: 'Add Mapping' }).click();
      await page.getByRole('combobox', { name: 'Discord role' }).click();
      await page.getByRole('option').first().waitFor();
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'mappings-create-role',
    path: '/local/pulsetech_discord/rolemappings.php',
    state: { user: admin },
    act: async (page) => {
      await page.getByRole('button', { name: 'Create New Discord Role' }).click();
      await page.getByLabel('Role name').waitFor();
      await page.waitForTimeout(400);
    },
  },
  { name: 'mappings-reader', path: '/local/pulsetech_discord/rolemappings.php', state: { user: creator } },
  { name: 'mappings-forbidden', path: '/local/pulsetech_discord/rolemappings.php', state: { user: john } },
  { name: 'activity', path: `${activity}?tab=webservice&token=7`, state: { user: admin } },
  {
    name: 'activity-empty',
    path: `${activity}?tab=webservice`,
    state: { user: admin, webserviceLog: { entries: [], next: null, keptDays: 30, functions: [] } },
  },
  {
    name: 'activity-error',
    path: `${activity}?tab=webservice`,
    state: { user: admin, answers: { 'GET /webservice/log': fault(500, 'The site could not do this.') } },
    wait: 2000,
  },
  {
    name: 'activity-no-tokens',
    path: `${activity}?tab=webservice`,
    state: { user: admin, answers: { 'GET /tokens': fault(500, 'The site could not do this.') } },
    wait: 2000,
  },
  { name: 'activity-forbidden', path: activity, state: { user: john } },
  { name: 'runs', path: runs, state: { user: admin } },
  { name: 'runs-empty', path: runs, state: { user: admin, runs: [] } },
  { name: 'runs-forbidden', path: runs, state: { user: john } },
  {
    name: 'runs-running',
    path: runs,
    withRun: { ...going, phase: 'walk', users: 700 },
    state: { user: admin },
    live: true,
  },
  {
    name: 'runs-other',
    path: runs,
    withRun: going,
    state: { user: admin },
    live: true,
    act: async (page) => {
      await page.getByRole('button', { name: 'Dry run', exact: true }).click();
      await page.getByText('The run was not started').waitFor();
    },
  },
  { name: 'run-running', path: run(46), withRun: going, state: { user: admin }, live: true },
  {
    name: 'run-stop',
    path: run(46),
    withRun: { ...going, phase: 'remove', removals: 412, removed: 120 },
    state: { user: admin },
    live: true,
    act: async (page) => {
      await page.getByRole('button', { name: 'Stop Run 46' }).click();
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'run-ends-live',
    path: run(46),
    withRun: going,
    state: { user: admin },
    live: true,
    act: async (page) => {
      await page.getByText('31,000 of 100,000 members').first().waitFor();
      const { runs: before } = await (await page.request.get(`${base}/__fake`)).json();
      const ended = { state: 'completed', phase: null, enrolled: 7, finishedAt: now, users: 1204, undoable: true };
      const after = before.map((one) => (one.id === 46 ? { ...one, ...ended } : one));
      await page.request.put(`${base}/__fake`, { data: { runs: after } });
      await page.getByText('Completed', { exact: true }).waitFor();
    },
  },
  {
    name: 'run-without-events',
    path: run(46),
    withRun: going,
    state: { user: admin, answers: { 'GET /sync/runs/:id/events': fault(500) } },
    live: true,
    act: async (page) => {
      await page.getByText('31,000 of 100,000 members').first().waitFor();
      const { runs: before } = await (await page.request.get(`${base}/__fake`)).json();
      const after = before.map((one) => (one.id === 46 ? { ...one, membersRead: 64_000 } : one));
      await page.request.put(`${base}/__fake`, { data: { runs: after } });
      await page.getByText('64,000 of 100,000 members').first().waitFor();
    },
  },
  {
    name: 'run-held',
    path: run(45),
    state: { user: admin },
    act: async (page) => {
      await page.getByRole('link', { name: 'John Smith' }).first().waitFor();
    },
  },
  {
    name: 'run-held-search',
    path: `${run(45)}&search=nobody`,
    state: { user: admin },
    act: async (page) => {
      await page.getByText('Nobody matches this filter').waitFor();
    },
  },
  {
    name: 'run-held-approve',
    path: run(45),
    state: { user: admin },
    act: async (page) => {
      await page.getByRole('button', { name: 'Approve 412 removals…' }).click();
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(400);
      const focused = await page.evaluate(() => globalThis.document.activeElement?.textContent);
      if (focused !== 'Decide later') throw new Error(`The focus is on “${focused}”.`);
    },
  },
  {
    name: 'run-held-raced',
    path: run(45),
    state: { user: admin },
    act: async (page) => {
      const { runs: before } = await (await page.request.get(`${base}/__fake`)).json();
      const decided = { state: 'rejected', decidedBy: 'Clara Creator', decidedAt: now, reason: null, stops: [] };
      const after = before.map((one) => (one.id === 45 ? { ...one, ...decided } : one));
      await page.request.put(`${base}/__fake`, { data: { runs: after } });
      await page.getByRole('button', { name: 'Reject: keep everyone' }).click();
      await page.getByText('Somebody decided before you').waitFor();
    },
  },
  { name: 'run-errors', path: run(41), state: { user: admin } },
  { name: 'run-dry', path: run(43), state: { user: admin } },
  { name: 'run-undo-run', path: run(40), state: { user: admin } },
  { name: 'run-failed', path: run(35), state: { user: admin } },
  { name: 'run-unknown', path: run(999), state: { user: admin } },
  {
    name: 'run-undo',
    path: run(44),
    state: { user: admin },
    act: async (page) => {
      await page.getByRole('button', { name: 'Undo…' }).click();
      await page.getByRole('dialog').waitFor();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'person',
    path: `${person}?id=123&course=5`,
    state: { user: admin },
    act: async (page) => {
      await page.getByRole('button', { name: 'Synchronise now' }).click();
      await page.getByText('This person is synchronised now').waitFor();
    },
  },
  { name: 'person-none', path: `${person}?id=77`, state: { user: admin } },
  { name: 'activity-changes', path: activity, state: { user: admin } },
  { name: 'activity-changes-none', path: `${activity}?userid=9&courseid=77&cause=new`, state: { user: admin } },
  {
    name: 'link-why',
    path: '/local/pulsetech_discord/link.php',
    state: { user: john },
    act: async (page) => {
      await page.getByRole('button', { name: /^Why\? Introduction/ }).click();
      await page.getByRole('button', { name: /^Why\? Advanced/ }).click();
      await page.getByText('You do not have “Premium Member”').waitFor();
    },
  },
  {
    name: 'settings-suspend',
    path: settings,
    state: { user: admin },
    act: async (page) => {
      await page.getByLabel('When a Role Is Lost').selectOption('Suspend');
      await page.getByLabel('Grace Period').fill('');
      await page.getByLabel('And More Than This Share').fill('500');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Choose a whole number of percent').waitFor();
    },
  },
  { name: 'settings', path: settings, state: { user: admin } },
  {
    name: 'settings-stale',
    path: settings,
    state: { user: admin },
    act: async (page) => {
      await page.getByLabel('Sync Interval').selectOption('Weekly');
      await page.request.put(`${base}/__fake`, {
        data: { settings: { ...(await stored(page)), revision: 9, syncInterval: 'daily' } },
      });
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Somebody else saved').waitFor();
    },
  },
  {
    name: 'settings-days-empty',
    path: settings,
    state: { user: admin },
    act: async (page) => {
      await page.getByLabel('Keep Web Service Log').fill('');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Choose a whole number of days').waitFor();
    },
  },
  {
    name: 'settings-token',
    path: settings,
    state: { user: admin },
    act: async (page) => {
      await page.getByLabel('Token name').fill('second bot');
      await page.getByRole('button', { name: 'Create token' }).click();
      await page.getByText('shown this once').waitFor();
      await page.getByRole('button', { name: 'Copy', exact: true }).click();
    },
  },
  {
    name: 'settings-token-limits',
    path: settings,
    state: { user: admin },
    act: async (page) => {
      await page.getByRole('button', { name: 'Generate' }).click();
      await page.getByText('The billing server has the new token').waitFor();
      await page.getByText('Owner and limits').click();
      await page.getByLabel('Owner', { exact: true }).fill('nobody');
      await page.getByLabel('Last day').fill('2030-01-31');
      await page.getByRole('checkbox', { name: 'All functions' }).uncheck();
      await page.getByLabel('Token name').fill('overview');
      await page.getByRole('checkbox', { name: 'get_role_mappings' }).check();
      await page.getByRole('button', { name: 'Create token' }).click();
      await page.getByText('There is no user with this name').waitFor();
      // Whoever closes the part with the complaint may, and opens it again.
      await page.getByText('Owner and limits').click();
      await page.getByText('There is no user with this name').waitFor({ state: 'hidden' });
      await page.getByText('Owner and limits').click();
      await page.getByText('There is no user with this name').waitFor();
    },
  },
  {
    name: 'settings-token-revoke',
    path: settings,
    state: { user: admin },
    act: async (page) => {
      await page.getByText('Of apps that people have signed in to').click();
      await page.getByRole('button', { name: 'Revoke token bot' }).click();
      await page.getByText('It was last used').waitFor();
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'user-menu',
    path: '/my/',
    state: { user: john },
    act: async (page) => {
      await page.getByRole('button', { name: /Your account/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
      await page.waitForTimeout(300);
    },
  },
  { name: 'webservice', path: '/local/pulsetech_discord/webservice.php', state: { user: null } },
  {
    name: 'webservice-python-xml',
    path: '/local/pulsetech_discord/webservice.php#functions',
    state: { user: admin },
    act: async (page) => {
      await page.getByRole('tab', { name: 'curl' }).first().focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('End');
      await page.getByRole('tab', { name: 'XML' }).first().click();
      await page.getByRole('button', { name: /^Copy/ }).first().click();
    },
  },
  { name: 'not-found', path: '/nowhere', state: { user: john } },
];

const stored = async (page) => (await page.request.get(`${base}/api/v1/settings`)).json();
/** Routes that a view makes answer otherwise answer as usual in the next. */
const usual = Object.fromEntries(
  views.flatMap(({ state }) => Object.keys(state.answers ?? {})).map((route) => [route, null]),
);
const reset = { discordLogin: { available: true, reason: null }, answers: usual };

const withRun = ({ withRun: one }) => (one ? { runs: [one, ...initial.runs] } : {});
const withSuspension = ({ suspends }) => {
  const { courses, cohorts } = initial.link.unlinkEffect;
  return suspends ? { link: { ...initial.link, unlinkEffect: { courses: [], suspended: courses, cohorts } } } : {};
};

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--no-first-run'],
});
const setup = await browser.newContext();
const initial = await (await setup.request.get(`${base}/__fake`)).json();
let complaints = 0;
for (const view of views.filter(({ name }) => name.includes(only))) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1280, 390]) {
      await setup.request.put(`${base}/__fake`, {
        data: {
          ...initial,
          ...withRun(view),
          ...reset,
          ...view.state,
          answers: { ...reset.answers, ...view.state.answers },
        },
      });
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 800 },
        reducedMotion: 'reduce',
        bypassCSP: false,
      });
      const page = await context.newPage();
      const heard = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type()) && !/Failed to load resource/.test(message.text()))
          heard.push(message.text());
      });
      page.on('pageerror', (error) => heard.push(String(error)));
      await page.goto(base + view.path, { waitUntil: view.early || view.live ? 'load' : 'networkidle' });
      await page.waitForTimeout(view.wait ?? (view.early ? 400 : view.live ? 900 : 0));
      await view.act?.(page);
      await page.screenshot({ path: join(folder, `${view.name}-${colorScheme}-${width}.png`), fullPage: true });
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (sideways > 0) heard.push(`the page is ${sideways} px wider than the window`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() =>
        globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }),
      );
      for (const violation of violations) {
        heard.push(
          `axe ${violation.impact}: ${violation.id}: ${violation.help}: ${violation.nodes
            .map((node) => `${node.target.join(' ')} ${node.any.map(({ message }) => message).join(' ')}`)
            .slice(0, 3)
            .join(' | ')}`,
        );
      }
      for (const line of heard) {
        complaints += 1;
        process.stdout.write(`${view.name} ${colorScheme} ${width}: ${line}\n`);
      }
      await context.close();
    }
  }
}
// The next look begins where this one did.
await setup.request.put(`${base}/__fake`, { data: { ...initial, ...reset } });
await browser.close();
process.stdout.write(`${complaints} complaints\n`);
process.exitCode = complaints === 0 ? 0 : 1;
