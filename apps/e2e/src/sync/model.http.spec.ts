import { randomInt } from 'node:crypto';
import { ModelRounds } from './model-rounds.js';
import { SimulatedSite } from './simulated-site.js';

/**
 * The product against the reference model of `model/`, which is written from docs/synchronisation.md and shares no
 * code with the product. By hand:
 *
 *   MODEL_SEED=…     the steps of an earlier run (its seed is printed); the instants of kills still differ
 *   MODEL_SECONDS=…  for how long rounds go on, 75 on MariaDB and 30 on SQLite unless told
 *   MODEL_USERS=…    linked users, 2000 unless told
 *   MODEL_TRACE=1    prints every step as it is taken
 */
const seed = Number(process.env['MODEL_SEED'] ?? randomInt(1_000_000_000));
const seconds = Number(process.env['MODEL_SECONDS'] ?? (process.env['TEST_DATABASE'] === 'mariadb' ? 75 : 30));
const users = Number(process.env['MODEL_USERS'] ?? 2000);

let site: SimulatedSite;

beforeAll(async () => {
  site = await SimulatedSite.start(users, seed);
});
afterAll(() => site.close());

describe('a site of many people over a long time', () => {
  it(
    'has in its LMS what the reference model says after every settled step, whatever fails and whoever is killed',
    async () => {
      process.stdout.write(`model test: seed ${seed}, ${users} users, ${seconds} s\n`);
      const rounds = new ModelRounds(site, seed);
      await rounds.begin();
      const end = Date.now() + seconds * 1000;
      while (Date.now() < end) await rounds.round();
      process.stdout.write(`model test: ${rounds.summary}\n`);
      expect(rounds.rounds).toBeGreaterThan(2);
    },
    (seconds + 180) * 1000,
  );
});
