import { browserSuite, browserTest } from './harness/browser-suite.js';
import { ACCOUNTS, DISCORD_IDS, DISCORD_ROLES } from './harness/discord-people.js';
import { eventually } from './harness/eventually.js';
import { SiteAdmin } from './harness/site-admin.js';
import { PAGES, type Visitor } from './harness/visitor.js';

const suite = browserSuite();
const test = (name: string, work: () => Promise<void>) => browserTest(suite, name, work);

const DEFAULTS = { discordLogin: true, autoCreate: true, linkByEmail: false, syncInterval: 'hourly' } as const;

async function change(choices: Parameters<SiteAdmin['save']>[0]): Promise<void> {
  const admin = await SiteAdmin.signIn(suite.product.url);
  await admin.save(choices);
}

afterEach(() => change(DEFAULTS));

async function signInByDiscord(visitor: Visitor, persona: string): Promise<void> {
  await visitor.continueWithDiscord();
  await visitor.authorizeAs(persona);
  await visitor.page.waitForURL(`**${PAGES.dashboard}`);
}

describe('a person who is new to the site', () => {
  test('signs in with Discord and finds the course that their Discord role gives', async () => {
    const newbie = await suite.newVisitor();
    await signInByDiscord(newbie, 'newbie');

    expect(await newbie.courses()).toEqual(['Introduction to Programming']);
    await newbie.page.getByText('because you have “Student Access” in Discord').waitFor();
  });

  test('comes back to the same account the next time', async () => {
    const again = await suite.newVisitor();
    await signInByDiscord(again, 'newbie');

    expect(await again.courses()).toEqual(['Introduction to Programming']);
    expect(await again.page.getByRole('button', { name: /^Your account:/ }).textContent()).toContain('Nova');
  });

  test('who is not in the Discord server gets an account without courses', async () => {
    const outsider = await suite.newVisitor();
    await signInByDiscord(outsider, 'outsider');

    expect(await outsider.courses()).toEqual([]);
  });

  test('is told that there is no account while accounts are not created automatically', async () => {
    await change({ autoCreate: false });
    const legacy = await suite.newVisitor();
    await legacy.continueWithDiscord();
    await legacy.authorizeAs('legacy');

    expect(await legacy.alert()).toContain('There is no account for you here yet');
    expect(legacy.at).toContain(PAGES.signIn);
  });
});

describe('an e-mail address that an account of the site has', () => {
  test('does not open that account while linking by e-mail is off', async () => {
    const anna = await suite.newVisitor();
    await anna.continueWithDiscord();
    await anna.authorizeAs('anna');

    expect(await anna.alert()).toContain('Your e-mail address already has an account here');
  });

  test('does not open it when Discord has not verified the address', async () => {
    await change({ linkByEmail: true });
    const impostor = await suite.newVisitor();
    await signInByDiscord(impostor, 'unverified');

    const account = impostor.page.getByRole('button', { name: /^Your account:/ });
    expect(await account.textContent()).not.toContain('Anna Example');
    expect(await impostor.courses()).not.toContain('Advanced Topics');
  });

  test('links the account when linking by e-mail is on and Discord has verified it', async () => {
    await change({ linkByEmail: true });
    const anna = await suite.newVisitor();
    await signInByDiscord(anna, 'anna');

    expect(await anna.page.getByRole('button', { name: /^Your account:/ }).textContent()).toContain('Anna Example');
    expect(await anna.courses()).toContain('Advanced Topics');
  });
});

describe('a user of the site', () => {
  test('links a Discord account and gets the courses of its roles', async () => {
    const maria = await suite.newVisitor();
    await maria.signInWithPassword(ACCOUNTS.maria.username, ACCOUNTS.maria.password);
    await maria.startLinking();
    await maria.authorizeAs('animated');

    await maria.page.getByText('Your Discord account is linked').waitFor();
    const account = maria.page.getByRole('region', { name: 'Linked account' });
    await account.getByRole('heading', { name: 'animated' }).waitFor();
    const picture = account.locator('img');
    await picture.waitFor();
    await eventually(async () =>
      expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0),
    );
    expect(await maria.courses()).toContain('Advanced Topics');
  });

  test('cannot link a Discord account that belongs to somebody else here', async () => {
    const creator = await suite.newVisitor();
    await creator.signInWithPassword(ACCOUNTS.creator.username, ACCOUNTS.creator.password);
    await creator.startLinking();
    await creator.authorizeAs('animated');

    expect(await creator.alert()).toContain('linked to another user of this site');
  });

  test('unlinks after a confirmation that says what goes with it', async () => {
    const maria = await suite.newVisitor();
    await maria.signInWithPassword(ACCOUNTS.maria.username, ACCOUNTS.maria.password);
    await maria.open(PAGES.link);
    await maria.page.getByRole('button', { name: 'Unlink Account' }).click();
    const dialog = maria.page.getByRole('dialog');
    await dialog.getByText('Advanced Topics').waitFor();
    await dialog.getByRole('button', { name: 'Unlink and leave 1 course' }).click();

    await maria.page.getByText('Your Discord account is unlinked').waitFor();
    await maria.page.getByRole('button', { name: 'Link My Discord Account' }).waitFor();
    expect(await maria.courses()).not.toContain('Advanced Topics');
  });

  test('who is suspended cannot enter with Discord either', async () => {
    const sam = await suite.newVisitor();
    await sam.continueWithDiscord();
    await sam.authorizeAs('suspended');

    expect(await sam.alert()).toContain('Your account here is suspended');
    await sam.open(PAGES.dashboard);
    await sam.page.waitForURL(`**${PAGES.signIn}**`);
  });
});

describe('the way to Discord and back', () => {
  test('ends at the sign-in page with a reason when the person cancels at Discord', async () => {
    const visitor = await suite.newVisitor();
    await visitor.continueWithDiscord();
    await visitor.cancel();

    expect(await visitor.alert()).toContain('Discord was not allowed to tell us who you are');
    expect(visitor.at).toContain(PAGES.signIn);
  });

  test('ends the same way when the person cancels before Discord is asked', async () => {
    const visitor = await suite.newVisitor();
    await visitor.open(PAGES.signIn);
    await visitor.setOutForDiscord();
    await visitor.page.getByRole('heading', { name: 'Sign in to PulseLMS demo with Discord' }).waitFor();
    await visitor.cancel();

    expect(await visitor.alert()).toContain('Discord was not allowed to tell us who you are');
  });

  test('ends with “Invalid state” when the state was changed on the way', async () => {
    const visitor = await suite.newVisitor();
    await visitor.continueWithDiscord();
    const callback = new URL(await visitor.authorizeWithoutReturning('newbie'));
    callback.searchParams.set('state', 'A'.repeat(24));
    await visitor.page.goto(callback.href);

    expect(await visitor.alert()).toContain('Invalid state');
    await visitor.open(PAGES.dashboard);
    await visitor.page.waitForURL(`**${PAGES.signIn}**`);
  });

  test('ends with “Invalid state” in a browser that did not set out on it', async () => {
    const attacker = await suite.newVisitor();
    await attacker.continueWithDiscord();
    const callback = await attacker.authorizeWithoutReturning('newbie');
    const victim = await suite.newVisitor();
    await victim.page.goto(callback);

    expect(await victim.alert()).toContain('Invalid state');
    await victim.open(PAGES.dashboard);
    await victim.page.waitForURL(`**${PAGES.signIn}**`);
  });

  test('cannot be walked twice with the same answer', async () => {
    const visitor = await suite.newVisitor();
    await visitor.continueWithDiscord();
    const callback = await visitor.authorizeWithoutReturning('newbie');
    await visitor.page.goto(callback);
    await visitor.page.waitForURL(`**${PAGES.dashboard}`);
    const other = await suite.newVisitor();
    await other.page.goto(callback);

    expect(await other.alert()).toContain('Invalid state');
  });

  test('gives the browser a new session, so that one set before is worth nothing', async () => {
    const visitor = await suite.newVisitor();
    await visitor.open(PAGES.signIn);
    const sessionOf = async () =>
      (await visitor.page.context().cookies()).find((cookie) => cookie.name === 'PulseSession')?.value;
    const before = await sessionOf();
    await signInByDiscord(visitor, 'newbie');

    expect(await sessionOf()).toBeDefined();
    expect(await sessionOf()).not.toBe(before);
  });
});

describe('a Discord role that is taken away', () => {
  test('takes the course at “Sync Now” and ends the person’s other sessions, not this one', async () => {
    const here = await suite.newVisitor();
    await signInByDiscord(here, 'newbie');
    const elsewhere = await suite.newVisitor();
    await signInByDiscord(elsewhere, 'newbie');
    expect(await elsewhere.courses()).toEqual(['Introduction to Programming']);

    await suite.product.sandbox.setRoles(DISCORD_IDS.newbie, []);
    await here.open(PAGES.link);
    await here.page.getByRole('button', { name: 'Sync Now' }).click();
    await here.page.getByText('Unenrolled from Introduction to Programming (Student)').waitFor();

    expect(await here.courses()).toEqual([]);
    await elsewhere.open(PAGES.dashboard);
    await elsewhere.page.waitForURL(`**${PAGES.signIn}**`);
  });

  test('gives the course back at “Sync Now” when the role comes back', async () => {
    const newbie = await suite.newVisitor();
    await signInByDiscord(newbie, 'newbie');
    await suite.product.sandbox.setRoles(DISCORD_IDS.newbie, [
      DISCORD_ROLES.studentAccess,
      DISCORD_ROLES.premiumMember,
    ]);
    await newbie.open(PAGES.link);
    await newbie.page.getByRole('button', { name: 'Sync Now' }).click();
    await newbie.page.getByText('Synced: 1 enrolment added').waitFor();

    expect(await newbie.courses()).toEqual(expect.arrayContaining(['Introduction to Programming', 'Advanced Topics']));
  });
});
