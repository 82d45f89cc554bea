import { randomInt } from 'node:crypto';
import type { RunPhase } from '@pulsetech/contracts';
import type { Fault } from '../harness/sandbox-control.js';
import { Random } from '../hostile/random.js';
import { ABSENT } from './model/person.js';
import { inTheMiddleOf, progressOf } from './run-progress.js';
import { firstDeviations } from './settled-state.js';
import { SimulatedSite } from './simulated-site.js';

const USERS = 2000;
const CHANGED = 500;
const LEAVING = 30;
const NO_STOP = { removalStopCount: 1_000_000, removalStopShare: 100 };

interface Kill {
  readonly server: 'api' | 'billing';
  readonly phase: RunPhase;
}

const KILLS: readonly Kill[] = [
  { server: 'api', phase: 'walk' },
  { server: 'billing', phase: 'snapshot' },
  { server: 'api', phase: 'remove' },
  { server: 'billing', phase: 'walk' },
  { server: 'api', phase: 'confirm' },
  { server: 'billing', phase: 'confirm' },
  { server: 'api', phase: 'snapshot' },
  { server: 'billing', phase: 'remove' },
  { server: 'api', phase: 'walk' },
  { server: 'api', phase: 'remove' },
];

/** Discord takes its time, so that no phase that reads is over before it is met. */
const SLOW: readonly Fault[] = [
  { route: 'GET /guilds/:guild/members', delayMs: 300 },
  { route: 'GET /guilds/:guild/members/:user', delayMs: 300 },
];

const seed = Number(process.env['KILLS_SEED'] ?? randomInt(1_000_000_000));
const random = new Random(seed);
let site: SimulatedSite;

beforeAll(async () => {
  site = await SimulatedSite.start(USERS, seed);
  await site.admin.save(NO_STOP);
  await site.hand.look();
  await site.synchronised();
});
afterAll(() => site.close());

/** Some gain, some lose, some both; some leave the guild, and who had left comes back. */
async function changeMany(): Promise<void> {
  const { people } = site.world;
  const absent = people.filter(({ membership }) => !membership.in);
  const members = people.filter(({ membership }) => membership.in);
  const changed = Array.from({ length: CHANGED }, () => random.oneOf(members));
  const leaving = new Set(changed.slice(0, LEAVING));
  const others = changed.filter((person) => !leaving.has(person));
  for (const person of leaving) person.membership = { ...ABSENT };
  await site.tellGuild([...leaving], leaving);
  await site.giveRoles([...absent, ...others], () => site.world.someRoles(random));
}

describe('a run with several hundred changes', () => {
  it.each(KILLS.map((kill, index) => ({ ...kill, number: index + 1 })))(
    'ends right without help when $server is killed in its phase $phase, and does nothing twice (kill $number)',
    async ({ server, phase, number }) => {
      await changeMany();
      await site.product.sandbox.order(...SLOW);
      const { id } = await site.runs.start();
      await inTheMiddleOf(phase, site.database, id);
      await site.product.crash(server);
      const met = await progressOf(site.database, id);
      await site.product.sandbox.heal();
      await site.product.startServer(server);
      const from = Date.now();
      const run = await site.runs.ended(id, 100_000);
      site.world.settle();

      process.stdout.write(
        `kill ${number}: ${server} in ${JSON.stringify(met)}, ended ${Date.now() - from} ms after its start; seed ${seed}\n`,
      );
      expect(met).toMatchObject({ state: 'running', phase });
      expect({ state: run.state, reason: run.reason }).toEqual({ state: 'completed', reason: null });
      expect(await firstDeviations(site)).toEqual([]);
    },
  );
});
