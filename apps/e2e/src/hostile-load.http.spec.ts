import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProductDatabase } from './harness/product-database.js';
import { DISCORD_IDS } from './harness/discord-people.js';
import { RunningProduct } from './harness/running-product.js';
import { WebserviceClient } from './harness/webservice-client.js';
import { hostileRequest, type Targets } from './hostile/hostile-requests.js';
import { Random } from './hostile/random.js';
import { statusesOf } from './hostile/raw-connection.js';

const REQUESTS = 10_000;
/** The same load before measuring: code is compiled, pools and caches are filled, the heap has its size. */
const WARM_UP = 4_000;
const AT_ONCE = 12;
const SEED = 20_260_101;

/**
 * With little room for its heap the collector has to come often, so that garbage lies about for a short time only and the
 * size of the process tells what is kept. Whatever does not fit ends the process.
 */
const LITTLE_ROOM = '--max-semi-space-size=4 --max-old-space-size=160';

/**
 * What the process may have grown by after the load: code that is compiled late and pages that the system takes back late
 * made 15 MB in 50,000 requests. A few kilobytes kept of each of the 10,000 would show.
 */
const GROWTH_ALLOWED = 32 * 1024 * 1024;
const SETTLED_MS = 3_000;

/** Half a minute on a machine with nothing else to do. */
const LONGEST_MS = 300_000;

const BODY_LIMIT = 1024 * 1024;

/** Who is in which course, by whom it was given, and who is linked to whom. */
const TABLES_OF_ACCESS = [
  'lms_user',
  'lms_user_enrolments',
  'lms_role_assignments',
  'lms_cohort_members',
  'local_pulsetech_discord_users',
  'local_pulsetech_discord_role_mappings',
  'sync_grants',
] as const;

let product: RunningProduct;
let database: ProductDatabase;
let targets: Targets;

beforeAll(async () => {
  product = await RunningProduct.start({
    env: {
      NODE_OPTIONS: LITTLE_ROOM,
      LOG_LEVEL: 'warn',
      WEBSERVICE_TOKEN_CALLS_PER_MINUTE: '0',
      WEBSERVICE_ADDRESS_CALLS_PER_MINUTE: '0',
    },
  });
  database = await ProductDatabase.open(product);
  const token = readFileSync(product.file('secrets/demo-token'), 'utf8').trim();
  targets = { host: new URL(product.url).host, token, discordId: DISCORD_IDS.john, bodyLimit: BODY_LIMIT };
});
afterAll(() => database.close());

/** Sends so many requests, several at once, and counts the answers by kind of request and status. */
async function attack(random: Random, requests: number): Promise<Map<string, number>> {
  const answers = new Map<string, number>();
  const port = Number(new URL(product.url).port);
  let left = requests;
  const attacker = async () => {
    while (left-- > 0) {
      const request = hostileRequest(random, targets);
      for (const status of await statusesOf(port, request)) {
        const key = `${status} ${request.kind}`;
        answers.set(key, (answers.get(key) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, attacker));
  return answers;
}

/** Memory that the site's process holds, in bytes. */
async function memory(): Promise<number> {
  await sleep(SETTLED_MS);
  const status = readFileSync(`/proc/${product.pid('api')}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
}

async function access(): Promise<unknown[]> {
  return Promise.all(TABLES_OF_ACCESS.map((table) => database.rows(table)));
}

describe('ten thousand random and hostile requests', () => {
  it(
    'end with no failure of the server, no crash, no growth of memory, and nothing changed',
    async () => {
      const pid = product.pid('api');
      const before = await access();
      const random = new Random(SEED);
      await attack(random, WARM_UP);
      const memoryBefore = await memory();

      const answers = await attack(random, REQUESTS);

      const failures = [...answers].filter(([key]) => key.startsWith('5'));
      expect(failures).toEqual([]);
      expect([...answers].some(([key]) => key === '200 form')).toBe(true);
      expect((await fetch(`${product.url}/health`)).status).toBe(200);
      expect(product.pid('api')).toBe(pid);
      const growth = (await memory()) - memoryBefore;
      expect(growth).toBeLessThan(GROWTH_ALLOWED);
      expect(await access()).toEqual(before);
      expect(await WebserviceClient.ofDemo(product).coursesOf(DISCORD_IDS.john)).toEqual(['PROG101']);
    },
    LONGEST_MS,
  );
});
