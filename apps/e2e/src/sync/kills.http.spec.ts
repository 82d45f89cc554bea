import { randomInt } from 'node:crypto';
import { Random } from '../hostile/random.js';
import type { Person } from './model/person.js';
import { pause } from './runs-client.js';
import { firstDeviations } from './settled-state.js';
import { SimulatedSite } from './simulated-site.js';

const USERS = 2000;
const CHANGED = 400;
/** Each of api's costs the time until its word is not waited for any more. */
const KILLS = Number(process.env['KILLS'] ?? (process.env['TEST_DATABASE'] === 'mariadb' ? 10 : 4));
const NO_STOP = { removalStopCount: 1_000_000, removalStopShare: 100 };

const seed = Number(process.env['KILLS_SEED'] ?? randomInt(1_000_000_000));
const random = new Random(seed);
let site: SimulatedSite;
/** How long a run like these takes when nobody is killed. */
let usual = 0;

beforeAll(async () => {
  site = await SimulatedSite.start(USERS, seed);
  await site.admin.save(NO_STOP);
  await site.hand.look();
  await site.synchronised();
});
afterAll(() => site.close());

/** Some gain, some lose, some both. */
async function changeMany(): Promise<void> {
  const people = Array.from({ length: CHANGED }, () => random.oneOf(site.world.people)).filter(
    ({ membership }) => membership.in,
  );
  await site.giveRoles(people, (_: Person) => site.world.someRoles(random));
}

describe('a run with several hundred changes', () => {
  it('ends as the model says when nobody is killed', async () => {
    await changeMany();
    const from = Date.now();
    const run = await site.synchronised();
    usual = Date.now() - from;

    expect(run.state).toBe('completed');
    expect(await firstDeviations(site)).toEqual([]);
  });

  it.each(
    Array.from(
      { length: KILLS },
      (_, index) => ({ kill: index + 1, server: index % 2 === 0 ? 'api' : 'billing' }) as const,
    ),
  )('ends right without help after kill $kill, of $server, and does nothing twice', async ({ kill, server }) => {
    await changeMany();
    const { id } = await site.runs.start();
    const instant = Math.floor((usual * 1.2 * (kill - 1 + random.next())) / KILLS);
    await pause(instant);
    const { phase } = await site.runs.get(id);
    await site.product.crash(server);
    await site.product.startServer(server);
    const run = await site.runs.ended(id, 100_000);
    site.world.settle();

    process.stdout.write(
      `killed ${server} after ${instant} of ${usual} ms, in phase ${phase ?? 'none'}; seed ${seed}\n`,
    );
    expect({ state: run.state, reason: run.reason }).toEqual({ state: 'completed', reason: null });
    expect(await firstDeviations(site)).toEqual([]);
  });
});
