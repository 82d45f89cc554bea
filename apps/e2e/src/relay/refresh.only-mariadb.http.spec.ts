import { DEMO_LICENCE } from '../harness/demo-licence.js';
import { DISCORD_IDS } from '../harness/discord-people.js';
import { eventually } from '../harness/eventually.js';
import { RunningProduct } from '../harness/running-product.js';
import { RelayVisit } from './relay-visit.js';

const ROUTE = 'POST /oauth2/token';
/** Longer than a process that died keeps its turn. */
const TURN_MS = 40_000;

let product: RunningProduct;
let visit: RelayVisit;

beforeAll(async () => {
  product = await RunningProduct.start();
});
beforeEach(async () => {
  visit = new RelayVisit(product, await DEMO_LICENCE.issue(product));
});
afterEach(() => product.sandbox.heal());

const asked = async (): Promise<number> => (await product.sandbox.requests())[ROUTE] ?? 0;

/** Ends billing as soon as Discord was asked for new tokens; the request of the site is lost with it. */
async function killWhileRefreshing(refresh: string): Promise<void> {
  await product.sandbox.forgetRequests();
  const lost = visit.refresh(refresh).catch((error: unknown) => error);
  await eventually(async () => expect(await asked()).toBe(1));
  await product.crash('billing');
  await lost;
  await product.startServer('billing');
}

/** What the site is told after it has come back as often as it was asked to. */
async function refreshed(refresh: string): Promise<string> {
  let access = '';
  await eventually(async () => {
    const { status, body } = await visit.refresh(refresh);
    // Until the turn of the process that died has ended, and never that the authorisation was.
    expect(body['error'] ?? 'temporarily_unavailable').toBe('temporarily_unavailable');
    expect(status).toBe(200);
    access = String(body['access_token']);
  }, TURN_MS);
  return access;
}

describe('a refresh', () => {
  it('of twenty callers at once asks Discord once, and serves them all', async () => {
    const { refresh } = await visit.tokens();
    await product.sandbox.forgetRequests();
    const answers = await Promise.all(Array.from({ length: 20 }, () => visit.refresh(refresh)));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(200));
    expect(new Set(answers.map(({ body }) => body['refresh_token'])).size).toBe(1);
    expect(await asked()).toBe(1);
    expect(await visit.me(String(answers[0]?.body['access_token']))).toBe(200);
  });

  it('whose answer was lost gives the same again after the billing server was killed', async () => {
    const { refresh } = await visit.tokens();
    const lost = await visit.refresh(refresh);
    await product.crash('billing');
    await product.startServer('billing');
    await product.sandbox.forgetRequests();
    const again = await visit.refresh(refresh);
    expect(again.body['refresh_token']).toBe(lost.body['refresh_token']);
    expect(await asked()).toBe(0);
    expect((await visit.refresh(String(again.body['refresh_token']))).status).toBe(200);
  });

  it('is done again when the billing server was killed before Discord had carried it out', async () => {
    const { refresh } = await visit.tokens();
    await product.sandbox.order({ route: ROUTE, status: 503, delayMs: 3000, times: 1 });
    await killWhileRefreshing(refresh);
    expect(await visit.me(await refreshed(refresh))).toBe(200);
  });

  it('leaves the access token when the billing server was killed after Discord had carried it out', async () => {
    const { refresh } = await visit.tokens();
    await product.sandbox.order({ route: ROUTE, delayMs: 3000, times: 1, after: true });
    await killWhileRefreshing(refresh);
    expect(await visit.me(await refreshed(refresh))).toBe(200);
  });
});

// Of people whom no other test signs in: a site that holds them still would be a reason not to tell Discord.
describe('a revocation', () => {
  it('of one of two sites leaves the other its tokens; that of the last ends them', async () => {
    const there = new RelayVisit(product, await DEMO_LICENCE.issue(product));
    const [mine, theirs] = [await visit.tokens(DISCORD_IDS.anna), await there.tokens(DISCORD_IDS.anna)];
    await product.sandbox.forgetRequests();
    await visit.revoke(mine.refresh);
    expect(await visit.me(mine.access)).toBe(401);
    expect(await there.me(theirs.access)).toBe(200);
    expect((await product.sandbox.requests())['POST /oauth2/token/revoke'] ?? 0).toBe(0);
    await there.revoke(theirs.access);
    expect(await there.me(theirs.access)).toBe(401);
    expect((await product.sandbox.requests())['POST /oauth2/token/revoke']).toBe(1);
  });

  it('of two sites at once reaches Discord', async () => {
    const there = new RelayVisit(product, await DEMO_LICENCE.issue(product));
    const [mine, theirs] = [await visit.tokens(DISCORD_IDS.creator), await there.tokens(DISCORD_IDS.creator)];
    await product.sandbox.forgetRequests();
    await Promise.all([visit.revoke(mine.refresh), there.revoke(theirs.refresh)]);
    expect((await product.sandbox.requests())['POST /oauth2/token/revoke']).toBeGreaterThanOrEqual(1);
  });
});
