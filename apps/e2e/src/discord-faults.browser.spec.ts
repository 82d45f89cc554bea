import { browserSuite, browserTest } from './harness/browser-suite.js';
import { DISCORD_IDS } from './harness/discord-people.js';
import { PAGES, type Visitor } from './harness/visitor.js';
import { WebserviceClient } from './harness/webservice-client.js';

const suite = browserSuite();
const MEMBER = 'GET /guilds/:guild/members/:user';

/** For what billing remembers of Discord for a while, so as not to be shut out for good. */
async function healAndRestart(): Promise<void> {
  await suite.product.sandbox.heal();
  await suite.product.stopServer('billing');
  await suite.product.startServer('billing');
}

interface Trouble {
  readonly name: string;
  readonly begin: () => Promise<void>;
  readonly end: () => Promise<void>;
  /** The reason, for the page and for the log. */
  readonly why: string;
}

const order = (fault: { status?: number; code?: number; delayMs?: number; retryAfter?: number }) => ({
  begin: () => suite.product.sandbox.order({ route: MEMBER, ...fault }),
  end: () => suite.product.sandbox.heal(),
});

const troubles: Trouble[] = [
  {
    name: 'is down',
    begin: () => suite.product.crash('sandbox'),
    end: () => suite.product.startServer('sandbox'),
    why: 'Discord did not answer',
  },
  { name: 'is too slow', ...order({ delayMs: 60_000 }), why: 'Discord did not answer' },
  { name: 'limits the rate (429)', ...order({ status: 429, retryAfter: 60 }), why: 'it was asked too often' },
  {
    name: 'says that it does not know the server (10004)',
    ...order({ status: 404, code: 10004 }),
    why: 'The Discord server cannot be read',
  },
  {
    name: 'denies access to the server (50001)',
    begin: () => suite.product.sandbox.order({ route: MEMBER, status: 403, code: 50001 }),
    end: healAndRestart,
    why: 'The bot may not read the members',
  },
  { name: 'has a fault of its own (500)', ...order({ status: 500 }), why: 'Discord did not answer' },
  { name: 'is overloaded (503)', ...order({ status: 503 }), why: 'Discord did not answer' },
  {
    name: 'refuses the bot’s token (401)',
    begin: () => suite.product.sandbox.order({ route: MEMBER, status: 401 }),
    end: healAndRestart,
    why: 'Discord does not accept the bot',
  },
];

/** All with “Student Access” alone. In turn, since one person may press “Sync Now” three times in half a minute. */
const PEOPLE = ['john', 'newbie', 'legacy'] as const;
type Person = keyof typeof DISCORD_IDS;

async function signIn(person: Person): Promise<Visitor> {
  const visitor = await suite.newVisitor();
  await visitor.continueWithDiscord();
  await visitor.authorizeAs(person);
  await visitor.page.waitForURL(`**${PAGES.dashboard}`);
  return visitor;
}

const courses = (person: Person) => WebserviceClient.ofDemo(suite.product).coursesOf(DISCORD_IDS[person]);
const setRoles = (person: Person, roles: readonly string[]) =>
  suite.product.sandbox.setRoles(DISCORD_IDS[person], roles);

/** What “Sync Now” says. */
async function syncNow(visitor: Visitor): Promise<string> {
  await visitor.open(PAGES.link);
  await visitor.page.getByRole('button', { name: 'Sync Now' }).click();
  const outcome = visitor.page.getByText(/^(Synced|Not everything could be checked|The sync did not run)/);
  await outcome.waitFor({ timeout: 45_000 });
  return outcome.innerText();
}

/** Lines at level warn or above since the mark. */
function warnings(since: number): string {
  return (['api', 'billing'] as const)
    .flatMap((server) => suite.product.log.entries(server, since))
    .filter(({ level }) => level === 'warn' || level === 'error')
    .map((entry) => JSON.stringify(entry))
    .join('\n');
}

describe.each(troubles.map((trouble, index) => ({ ...trouble, person: PEOPLE[index % PEOPLE.length] ?? PEOPLE[0] })))(
  'while Discord $name',
  ({ begin, end, why, person }) => {
    afterEach(end);

    browserTest(suite, 'nobody loses anything, the page says so, and the log says why', async () => {
      const visitor = await signIn(person);
      const before = await courses(person);
      expect(before).toEqual(['PROG101']);
      // Had the answer been believed, the course would go: the role is really gone.
      await setRoles(person, []);
      await begin();
      const mark = suite.product.log.mark();

      expect(await syncNow(visitor)).toContain('Not everything could be checked, and nothing was changed');
      expect(await courses(person)).toEqual(before);
      await visitor.open(PAGES.link);
      const now = visitor.page.getByRole('region', { name: 'In Discord now' });
      await now.getByText('Unknown', { exact: true }).waitFor();
      expect(await now.innerText()).toContain(why);
      expect(await now.innerText()).toContain('Nothing changes because of that');
      expect(warnings(mark)).toContain(why);
    });
  },
);

describe('when Discord is well again', () => {
  browserTest(suite, 'the next sync does what was due', async () => {
    const visitor = await signIn('animated');
    expect(await courses('animated')).toEqual(['PROG201']);
    await setRoles('animated', []);
    await suite.product.sandbox.order({ route: MEMBER, status: 503 });
    await syncNow(visitor);
    await suite.product.sandbox.heal();

    expect(await syncNow(visitor)).toContain('Synced: 1 enrolment removed');
    expect(await courses('animated')).toEqual([]);
  });
});

describe('signing in with Discord', () => {
  browserTest(suite, 'works and keeps the courses while only the roles cannot be read', async () => {
    const first = await suite.newVisitor();
    await first.continueWithDiscord();
    await first.authorizeAs('newbie');
    await first.page.waitForURL(`**${PAGES.dashboard}`);
    await suite.product.sandbox.order({ route: MEMBER, status: 503 });

    const again = await suite.newVisitor();
    await again.continueWithDiscord();
    await again.authorizeAs('newbie');
    await again.page.waitForURL(`**${PAGES.dashboard}`);
    expect(await again.courses()).toEqual(['Introduction to Programming']);
  });

  browserTest(suite, 'says that Discord did not answer when it fails on the way', async () => {
    const visitor = await suite.newVisitor();
    await visitor.continueWithDiscord();
    await suite.product.sandbox.order({ route: 'POST /oauth2/token', status: 503 });
    await visitor.authorizeAs('newbie');

    expect(await visitor.alert()).toContain('Discord did not answer');
    expect(visitor.at).toContain(PAGES.signIn);
  });

  browserTest(suite, 'says that the connection to Discord did not answer when the billing server is down', async () => {
    const visitor = await suite.newVisitor();
    await visitor.continueWithDiscord();
    const callback = await visitor.authorizeWithoutReturning('newbie');
    await suite.product.stopServer('billing');
    try {
      await visitor.page.goto(callback);
      expect(await visitor.alert()).toContain('The connection to Discord did not answer');
    } finally {
      await suite.product.startServer('billing');
    }
  });
});
