import { startRedis, testRedis, type ThrowAwayRedis } from '@pulsetech/testing';
import { RunningProduct, type ProcessName } from '../harness/running-product.js';
import { SiteAdmin } from '../harness/site-admin.js';
import { WebserviceClient } from '../harness/webservice-client.js';
import { Random } from '../hostile/random.js';
import { eventually } from '../harness/eventually.js';
import type { Person } from './model/person.js';
import { inTheMiddleOf, progressOf } from './run-progress.js';
import { pause, RunsClient } from './runs-client.js';
import { firstDeviations } from './settled-state.js';
import { SimulatedSite } from './simulated-site.js';

const USERS = 2000;
const CHOSEN = 1200;
const PUSHED = 300;
const PUSHES_AT_ONCE = 8;
const USERS_PER_REQUEST = 1000;
/** What a killed process had begun is given to another when its word is not heard for a while. */
const PATIENCE_MS = 150_000;
const NO_STOP = { removalStopCount: 1_000_000, removalStopShare: 100 };

interface Api {
  readonly name: ProcessName;
  readonly admin: SiteAdmin;
  readonly bot: WebserviceClient;
}

const random = new Random(12);
let ownRedis: ThrowAwayRedis | null = null;

/** Keys of its own for each site. */
async function redisFor(site: string): Promise<Readonly<Record<string, string>>> {
  const given = testRedis();
  if (given) return { ...given };
  ownRedis ??= await startRedis();
  return { REDIS_URL: ownRedis.url, REDIS_PREFIX: `${site}:` };
}

let site: SimulatedSite;
let apis: Api[];

beforeAll(async () => {
  site = await SimulatedSite.start(USERS, 2, { env: await redisFor('site-of-several') });
  await site.admin.save(NO_STOP);
  apis = [{ name: 'api', admin: site.admin, bot: site.bot }];
  await site.hand.look();
  await site.synchronised();
}, 240_000);
afterAll(async () => {
  await site.close();
  // The processes are gone before what they need.
  await RunningProduct.stopAll();
  await ownRedis?.stop();
});

describe.each([2, 4])('%i processes of the site on one Redis and one database', (count) => {
  beforeAll(async () => {
    // One more than stay: the last one is killed.
    while (apis.length <= count) apis.push(await anotherApi(site));
  }, 240_000);

  it(
    'change everything once and lose nothing of more than a thousand single users, while bots push and one process is killed',
    async () => {
      const { chosen, pushed } = await changedPeople(site);
      const working = [queue(apis, chosen), push(site, apis, pushed)];
      await pause(300);
      await killLast(site, apis);
      await Promise.all(working);
      site.world.settle();

      await eventually(async () => expect(await firstDeviations(site)).toEqual([]), PATIENCE_MS);
    },
    PATIENCE_MS + 60_000,
  );

  it(
    'do the same while a run goes on, which another process ends when its own is killed',
    async () => {
      const carrier = await anotherApi(site);
      apis.push(carrier);
      const { chosen, pushed, others } = await changedPeople(site);
      await site.giveRoles(others, () => site.world.someRoles(random));
      const { id } = await new RunsClient(carrier.admin.client).start();
      const working = [queue(apis, chosen), push(site, apis, pushed)];
      await inTheMiddleOf('walk', site.database, id);
      await killLast(site, apis);
      const met = await progressOf(site.database, id);
      await Promise.all(working);
      const { state } = await site.runs.ended(id, PATIENCE_MS);
      site.world.settle();

      expect(met).toMatchObject({ state: 'running', phase: 'walk' });
      expect(carriersOf(site, id)).toEqual([carrier.name, expect.stringMatching(/^api/)]);
      expect(state).toBe('completed');
      await eventually(async () => expect(await firstDeviations(site)).toEqual([]), PATIENCE_MS);
    },
    PATIENCE_MS * 2,
  );
});

/** The processes that took the run up, one after the other. */
function carriersOf({ product }: SimulatedSite, runId: number): string[] {
  return product.log.all().flatMap(({ server, text }) => (text.includes(`"Run ${runId} begins `) ? [server] : []));
}

async function anotherApi(site: SimulatedSite): Promise<Api> {
  const { name, url } = await site.product.startAnotherApi();
  return { name, admin: await SiteAdmin.signIn(url), bot: WebserviceClient.ofDemo(site.product, url) };
}

async function killLast(site: SimulatedSite, apis: Api[]): Promise<void> {
  const last = apis.pop();
  if (last) await site.product.crash(last.name);
}

/** New roles for many; of those who are pushed, the guild has what is pushed last. Nobody but a run looks at others. */
async function changedPeople(site: SimulatedSite): Promise<Record<'chosen' | 'pushed' | 'others', Person[]>> {
  const members = site.world.people.filter(({ membership }) => membership.in);
  const chosen = members.slice(0, CHOSEN);
  const pushed = members.slice(CHOSEN, CHOSEN + PUSHED);
  await site.giveRoles([...chosen, ...pushed], () => site.world.someRoles(random));
  return { chosen, pushed, others: members.slice(CHOSEN + PUSHED) };
}

/** Half of the people at one process, half at another. */
async function queue(apis: readonly Api[], people: readonly Person[]): Promise<void> {
  const userIds = people.map(({ userId }) => userId);
  const half = Math.min(USERS_PER_REQUEST, Math.ceil(userIds.length / 2));
  for (let from = 0, at = 0; from < userIds.length; from += half, at++) {
    const answer = await apis[at % 2]?.admin.client.post('/api/v1/sync/users', {
      userIds: userIds.slice(from, from + half),
    });
    expect(answer?.status).toBe(202);
  }
}

/** For each person something old by one process and, when that is answered, what is true by another. */
async function push(site: SimulatedSite, apis: readonly Api[], people: readonly Person[]): Promise<void> {
  const waiting = [...people];
  const surviving = apis.slice(0, -1);
  const work = async (worker: number): Promise<void> => {
    for (let person = waiting.pop(); person; person = waiting.pop()) {
      const [first, second] = [surviving[worker % surviving.length], surviving[(worker + 1) % surviving.length]];
      const before = [...site.world.someRoles(random)];
      await first?.bot.syncRoles(person.discordId, before);
      const { success } = (await second?.bot.syncRoles(person.discordId, [...person.membership.roles])) ?? {};
      expect(success).toBe(true);
    }
  };
  await Promise.all(Array.from({ length: PUSHES_AT_ONCE }, (_, worker) => work(worker)));
}
