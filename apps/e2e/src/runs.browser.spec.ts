import { barriers } from './harness/barriers.js';
import { browserSuite, browserTest } from './harness/browser-suite.js';
import { ACCOUNTS, DISCORD_IDS, DISCORD_ROLES } from './harness/discord-people.js';
import { eventually } from './harness/eventually.js';
import { SiteAdmin } from './harness/site-admin.js';
import { PAGES, type Visitor } from './harness/visitor.js';

const suite = browserSuite();
const test = (name: string, work: () => Promise<void>) => browserTest(suite, name, work);

const RUNS = '/local/pulsetech_discord/runs.php';
const RUN = '/local/pulsetech_discord/run.php';
const PERSON = '/local/pulsetech_discord/person.php';
/** A site with few linked people reads each of them alone. */
const MEMBER = 'GET /guilds/:guild/members/:user';
const COURSE = 'Introduction to Programming';

async function admin(): Promise<Visitor> {
  const visitor = await suite.newVisitor();
  await visitor.signInWithPassword(ACCOUNTS.admin.username, ACCOUNTS.admin.password);
  return visitor;
}

async function newbie(): Promise<Visitor> {
  const visitor = await suite.newVisitor();
  await visitor.continueWithDiscord();
  await visitor.authorizeAs('newbie');
  await visitor.page.waitForURL(`**${PAGES.dashboard}`);
  return visitor;
}

/** Begins a run from the list of runs; its page opens by itself. */
async function begin(visitor: Visitor, button: 'Dry run' | 'Run now'): Promise<void> {
  await visitor.open(RUNS);
  await visitor.page.getByRole('button', { name: button, exact: true }).click();
  await visitor.page.waitForURL(`**${RUN}?id=*`);
}

/** The page is told by itself that the run has come to this state. */
async function comesTo({ page }: Visitor, state: string): Promise<void> {
  await page.getByRole('status').getByText(state, { exact: true }).waitFor();
}

describe('runs', () => {
  let studentAccessHolder: Visitor;

  beforeEach(async () => {
    studentAccessHolder = await newbie();
  });

  test('show first what they would do, then do it while the page follows', async () => {
    await suite.product.sandbox.setRoles(DISCORD_IDS.newbie, [
      DISCORD_ROLES.studentAccess,
      DISCORD_ROLES.premiumMember,
    ]);
    const visitor = await admin();
    const { page } = visitor;

    await begin(visitor, 'Dry run');
    await comesTo(visitor, 'Completed');
    await page.getByText('Nothing was changed: this is what a run would do now.').waitFor();
    const plan = page.getByRole('table', { name: 'People of this run' });
    await plan.getByRole('row').filter({ hasText: 'Advanced Topics' }).getByText('Given').waitFor();
    expect(await barriers(visitor)).toEqual([]);
    expect(await studentAccessHolder.courses()).toEqual([COURSE]);

    await suite.product.sandbox.order({ route: MEMBER, delayMs: 2_500, times: 1 });
    const followed = page.waitForRequest(/\/api\/v1\/sync\/runs\/\d+\/events$/);
    await begin(visitor, 'Run now');
    await comesTo(visitor, 'Running');
    await page.getByRole('progressbar', { name: /^(?:Reading the Discord server|Comparing linked people)/ }).waitFor();
    await followed;
    expect(await barriers(visitor)).toEqual([]);
    await comesTo(visitor, 'Completed');
    await page
      .getByRole('table', { name: 'Changes' })
      .getByRole('row')
      .filter({ hasText: 'Advanced Topics' })
      .getByText('Given')
      .waitFor();
    expect(await studentAccessHolder.courses()).toEqual(expect.arrayContaining([COURSE, 'Advanced Topics']));

    await visitor.open(RUNS);
    await page.getByRole('list', { name: 'Runs' }).getByRole('listitem').nth(1).waitFor();
    expect(await barriers(visitor)).toEqual([]);
  });

  test('that a deleted Discord role makes wait are rejected, or approved and undone', async () => {
    await suite.product.sandbox.deleteRole(DISCORD_ROLES.studentAccess);
    const visitor = await admin();
    const { page } = visitor;
    const john = page.getByRole('table', { name: 'People of this run' }).getByRole('link', { name: 'John Smith' });

    await begin(visitor, 'Run now');
    const review = page.getByRole('region', { name: 'This run is waiting for you' });
    await review.getByText('the Discord role was deleted').waitFor();
    await page.getByRole('link', { name: /^Sync runs.*1 waiting for you$/ }).waitFor();
    const mapping = page
      .getByRole('table', { name: 'By mapping' })
      .getByRole('row')
      .filter({ hasText: 'Student Access' });
    await mapping.getByText('Role deleted').waitFor();
    await john.first().waitFor();
    await page.getByRole('table', { name: 'People of this run' }).getByRole('link', { name: 'Nova' }).first().waitFor();
    expect(await barriers(visitor)).toEqual([]);

    await review.getByRole('button', { name: 'Reject: keep everyone' }).click();
    await comesTo(visitor, 'Rejected');
    await page.getByText('so what it would have taken stays').waitFor();
    await page.getByRole('link', { name: 'Sync runs', exact: true }).waitFor();
    expect(await studentAccessHolder.courses()).toContain(COURSE);

    await begin(visitor, 'Run now');
    await review.getByRole('button', { name: /^Approve \d+ removals…$/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Each person is looked up in Discord once more.').waitFor();
    expect(await barriers(visitor)).toEqual([]);
    await dialog.getByRole('button', { name: /^Take \d+ enrolments and memberships/ }).click();
    await comesTo(visitor, 'Completed');
    const approved = visitor.at;
    await john.first().click();
    await page.waitForURL(`**${PERSON}?id=*`);
    await page.getByText('Not enrolled').waitFor();
    expect(await barriers(visitor)).toEqual([]);

    await visitor.open(approved);
    await page.getByRole('button', { name: 'Undo…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Undo Run \d+$/ })
      .click();
    await page.getByRole('heading', { level: 1, name: /^Run \d+, undoing run \d+$/ }).waitFor();
    await comesTo(visitor, 'Completed');
    await page.getByRole('table', { name: 'Changes' }).getByRole('link', { name: 'John Smith' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'John Smith' }).waitFor();
    await page.getByText('Enrolled', { exact: true }).waitFor();
  });

  test('are none of a learner’s business, who may ask “Why?” about their own courses', async () => {
    const visitor = studentAccessHolder;
    const { page } = visitor;
    await visitor.open(PAGES.link);
    const ask = page.getByRole('button', { name: `Why? ${COURSE} by Student Access` });
    await ask.click();
    await page.getByRole('list', { name: 'The ways to this course' }).getByText('Student Access').first().waitFor();
    expect(await ask.getAttribute('aria-expanded')).toBe('true');
    expect(await barriers(visitor)).toEqual([]);
    expect(await page.getByRole('link', { name: 'Sync runs' }).count()).toBe(0);

    for (const path of [RUNS, `${RUN}?id=1`, `${PERSON}?id=123`]) {
      await visitor.open(path);
      await page.getByText('You may not see this').waitFor();
    }
    const answer = await page.request.get(new URL('/api/v1/sync/runs', suite.product.url).href);
    expect(answer.status()).toBe(403);
  });
});

describe('the settings of runs', () => {
  const CHOICES = { removalStopCount: 20, lossPolicy: 'unenrol' } as const;
  afterEach(async () => (await SiteAdmin.signIn(suite.product.url)).save(CHOICES));

  test('are kept as they were saved', async () => {
    const visitor = await admin();
    const { page } = visitor;
    await visitor.open(PAGES.settings);
    await page.getByLabel('Hold Runs That Take More Than').fill('35');
    await page.getByLabel('When a Role Is Lost').selectOption({ label: 'Suspend' });
    await page.getByLabel('Grace Period').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The settings are saved').waitFor();
    expect(await barriers(visitor)).toEqual([]);

    await page.reload();
    await eventually(async () =>
      expect(await page.getByLabel('Hold Runs That Take More Than').inputValue()).toBe('35'),
    );
    expect(await page.getByLabel('When a Role Is Lost').inputValue()).toBe('suspend');
  });
});
