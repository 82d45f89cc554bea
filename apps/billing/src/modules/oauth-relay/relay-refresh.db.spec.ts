import { BillingUnderTest, type IssuedLicence } from '../../../test/billing-under-test.js';
import { ANNA, JOHN } from '../../../test/fake-discord.js';
import { SignIn } from '../../../test/sign-in.js';
import { PendingRevocationEntity } from './pending-revocation.entity.js';
import { RelayData } from './relay-data.service.js';
import { RelayGrantEntity } from './relay-grant.entity.js';
import { RelayHousekeeping } from './relay.housekeeping.js';

const TOKEN = 'POST /oauth2/token';
const DAY_S = 86_400;

function signal(): { given: Promise<void>; give: () => void } {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give: () => give() };
}

describe('the refresh of tokens', () => {
  let billing: BillingUnderTest;
  let beside: BillingUnderTest;
  let licence: IssuedLicence;
  let signIn: SignIn;
  let refresh: string;

  beforeAll(async () => {
    billing = await BillingUnderTest.start();
    beside = await billing.another();
    licence = await billing.issue('Demo site');
  }, 120_000);
  afterAll(async () => {
    await beside.stop();
    await billing.stop();
  });
  beforeEach(async () => {
    billing.discord.fault = () => undefined;
    billing.discord.gate = () => undefined;
    billing.discord.revocations.length = 0;
    signIn = new SignIn(billing, licence);
    ({ refresh } = await signIn.tokens());
    billing.discord.calls.length = 0;
  });

  const asked = (): number => billing.discord.calls.filter((call) => call === TOKEN).length;
  const grants = () => billing.database.manager.getRepository(RelayGrantEntity);
  const through = (process: BillingUnderTest) => new SignIn(process, licence);
  const works = async (access: unknown): Promise<void> => {
    expect((await signIn.me(String(access))).status).toBe(200);
  };

  it('asks Discord once for twenty callers on two processes, and serves them all the same tokens', async () => {
    const callers = Array.from({ length: 20 }, (_, n) => through(n % 2 ? billing : beside).refresh(refresh));
    const answers = await Promise.all(callers);
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(200));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(asked()).toBe(1);
    await works(answers[0]?.body['access_token']);
  });

  it('serves a site that never received its answer the same tokens for days, from any process', async () => {
    const lost = await signIn.refresh(refresh);
    billing.clock.advanceSeconds(6 * DAY_S);
    const again = await through(beside).refresh(refresh);
    expect(again.body).toEqual({ ...lost.body, expires_in: DAY_S });
    billing.clock.advanceSeconds(DAY_S);
    expect((await signIn.refresh(refresh)).body['error']).toBe('invalid_grant');
    expect((await signIn.refresh(again.body['refresh_token'] ?? '')).status).toBe(200);
  });

  it('refuses handles that were replaced twice, and the grant goes on', async () => {
    const second = await signIn.refresh(refresh);
    const third = await signIn.refresh(second.body['refresh_token'] ?? '');
    expect((await signIn.refresh(refresh)).body['error']).toBe('invalid_grant');
    expect((await signIn.refresh(third.body['refresh_token'] ?? '')).status).toBe(200);
    expect(asked()).toBe(3);
  });

  it('takes a process that died before it asked for one that may have asked, and asks again', async () => {
    const past = { refreshingUntil: billing.clock.nowSeconds() - 1, refreshingBy: 'a process that is gone' };
    await grants().update({ discordUserId: JOHN }, past);
    const answer = await signIn.refresh(refresh);
    expect(answer.status).toBe(200);
    await works(answer.body['access_token']);
    await expect(grants().findOneByOrFail({ discordUserId: JOHN })).resolves.toMatchObject({ refreshingUntil: null });
  });

  it('waits for the process that has the turn, and tells the site to come back when it takes long', async () => {
    const held = { refreshingUntil: billing.clock.nowSeconds() + 20, refreshingBy: 'another process' };
    await grants().update({ discordUserId: JOHN }, held);
    const answer = await signIn.refresh(refresh);
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(asked()).toBe(0);
  }, 20_000);

  it('keeps the access token until it ends when the answer with the new tokens was lost for good', async () => {
    billing.discord.fault = (call) => (call === TOKEN ? { lost: true } : undefined);
    expect((await signIn.refresh(refresh)).status).toBe(503);
    billing.discord.fault = () => undefined;
    billing.clock.advanceSeconds(DAY_S);
    const left = await signIn.refresh(refresh);
    expect(left.status).toBe(200);
    expect(left.body['expires_in']).toBe(6 * DAY_S);
    await works(left.body['access_token']);
    expect((await signIn.refresh(left.body['refresh_token'] ?? '')).status).toBe(200);
    expect(asked()).toBe(2);
    billing.clock.advanceSeconds(6 * DAY_S);
    expect((await signIn.refresh(refresh)).body['error']).toBe('invalid_grant');
    await new SignIn(billing, licence).tokens();
    await expect(grants().findOneByOrFail({ discordUserId: JOHN })).resolves.toMatchObject({ refreshLostAt: null });
  });

  it('ends at once when Discord refuses a token of which nothing was lost', async () => {
    const refused = { status: 400, body: { error: 'invalid_grant' } };
    billing.discord.fault = (call) => (call === TOKEN ? refused : undefined);
    expect((await signIn.refresh(refresh)).body['error']).toBe('invalid_grant');
    expect(await grants().countBy({ discordUserId: JOHN })).toBe(1);
  });

  it('does not take a limit of Discord for a lost answer', async () => {
    billing.discord.fault = (call) => (call === TOKEN ? { status: 429, headers: { 'retry-after': '1' } } : undefined);
    expect((await signIn.refresh(refresh)).status).toBe(429);
    await expect(grants().findOneByOrFail({ discordUserId: JOHN })).resolves.toMatchObject({ refreshingUntil: null });
  });

  it('ends the new tokens when the site lets go of the person while they are on their way', async () => {
    const reached = signal();
    const open = signal();
    billing.discord.gate = (call) => {
      if (call !== TOKEN) return undefined;
      reached.give();
      return open.given;
    };
    billing.discord.fault = (call) => (call === 'POST /oauth2/token/revoke' ? { status: 503 } : undefined);
    const answer = signIn.refresh(refresh);
    await reached.given;
    await signIn.revoke(refresh);
    billing.discord.fault = () => undefined;
    open.give();
    expect((await answer).body['error']).toBe('invalid_grant');
    expect(billing.discord.revocations).toContain(JOHN);
  });

  it('gives a sign-in that meets a revocation under way working tokens or none', async () => {
    const anna = await signIn.tokens(ANNA);
    const reached = signal();
    const open = signal();
    billing.discord.gate = (call) => {
      if (call !== 'POST /oauth2/token/revoke') return undefined;
      reached.give();
      return open.given;
    };
    const revoked = signIn.revoke(anna.refresh);
    await reached.given;
    const back = new SignIn(beside, licence);
    const exchanged = back.exchange(await back.code(ANNA));
    setTimeout(() => open.give(), 300);
    await revoked;
    const { status, body } = await exchanged;
    expect(status).toBe(503);
    expect(body['error']).toBe('temporarily_unavailable');
    const third = await new SignIn(billing, licence).tokens(ANNA);
    await works(third.access);
  });

  it('tells Discord of the newest token when a site lets go with an old handle', async () => {
    const newer = await signIn.refresh(refresh);
    await signIn.revoke(refresh);
    expect(billing.discord.revocations).toEqual([JOHN]);
    expect((await signIn.me(newer.body['access_token'] ?? '')).status).toBe(401);
  });

  it('takes a person’s next sign-in at a process that has just started', async () => {
    const started = await billing.another();
    const code = await signIn.code();
    const answer = await through(started).exchange(code, { code_verifier: signIn.verifier });
    await started.stop();
    expect(answer.status).toBe(200);
  });

  it('stores no token in the clear', async () => {
    const rows = JSON.stringify(await grants().find());
    expect(rows).not.toContain('discord-');
    expect(rows).not.toContain(refresh);
  });

  it('forgets a person of all sites at once, as often as it is told', async () => {
    const other = new SignIn(billing, await billing.issue('Other site'));
    const [here, there] = [await signIn.tokens(ANNA), await other.tokens(ANNA)];
    const data = billing.app.get(RelayData);
    const now = billing.clock.nowSeconds();
    await data.forgetPerson(ANNA, now);
    await data.forgetPerson(ANNA, now);
    expect((await signIn.me(here.access)).status).toBe(401);
    expect((await other.refresh(there.refresh)).body['error']).toBe('invalid_grant');
    await works((await signIn.tokens(JOHN)).access);
  });

  it('keeps what a person gave anew, when it is told late that they had taken it back', async () => {
    const before = billing.clock.nowSeconds();
    billing.clock.advanceSeconds(60);
    const { access } = await signIn.tokens(ANNA);
    const data = billing.app.get(RelayData);
    await data.forgetPerson(ANNA, before);
    await works(access);
    await data.forgetPerson(ANNA, billing.clock.nowSeconds());
    expect((await signIn.me(access)).status).toBe(401);
  });

  it('deletes all of a site, and tells Discord of those whom no other site holds', async () => {
    const going = new SignIn(billing, await billing.issue('Going site'));
    const code = await going.code(JOHN);
    const gone = await going.tokens(ANNA);
    await going.tokens(JOHN);
    const { licenceId } = await grants().findOneByOrFail({ discordUserId: ANNA });
    await billing.app.get(RelayData).purgeLicence(licenceId);
    await billing.app.get(RelayHousekeeping).tidy();
    expect(billing.discord.revocations).toEqual([ANNA]);
    expect(await grants().countBy({ licenceId })).toBe(0);
    expect(await billing.database.manager.count(PendingRevocationEntity)).toBe(0);
    expect((await going.me(gone.access)).status).toBe(401);
    expect((await going.exchange(code)).body['error']).toBe('invalid_grant');
    await works((await signIn.refresh(refresh)).body['access_token']);
  });
});
