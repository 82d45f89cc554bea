import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePortRange } from '../../ports.mjs';
import { startServer } from '../../processes.mjs';
import { waitUntilReady } from '../../ready.mjs';
import { startRedis } from '../../redis-server.mjs';
import { checkSite } from './check.mjs';
import { cpuOf, cpuSince } from './cpu-time.mjs';
import { measureRun } from './one-run.mjs';
import { FIRST_ID } from './people.mjs';
import { SyncSite } from './sync-site.mjs';

const PEOPLE = 10_000;
/** Tenths of the people whose roles change for each measurement. */
const TENTHS = 4;
const PROCESSES = [1, 2, 4];
/** What one request of an admin may name. */
const USERS_PER_REQUEST = 1000;
const LOOK_MS = 100;
const SETTLE_MS = 1000;
const PATIENCE_MS = 300_000;

/**
 * @typedef {object} MeasuredProcesses
 * @property {number} processes of the api
 * @property {number} perS users synchronised in a second
 * @property {Record<string, number> | null} load processor cores that each kind of server kept busy
 */

/**
 * Single users whose roles changed, synchronised by jobs on Redis: by one api process, then by two and by four.
 *
 * @returns {Promise<MeasuredProcesses[]>}
 */
export async function measureProcesses(root, database) {
  const redis = await startRedis(root);
  try {
    const site = await SyncSite.start(root, database, { REDIS_URL: redis.url });
    const more = new MoreApis(site.site.product);
    try {
      await site.growTo(PEOPLE);
      await measureRun(site, { enrolled: site.people.heldRoles(), unenrolled: 0 });
      const measured = [];
      for (const processes of PROCESSES) {
        await more.growTo(processes - 1);
        measured.push(await measureBatch(site, more, processes));
      }
      return measured;
    } finally {
      await more.stop();
      await site.stop();
    }
  } finally {
    await redis.stop();
  }
}

async function measureBatch(site, more, processes) {
  const changed = [];
  for (let tenth = 0; tenth < TENTHS; tenth++) changed.push(...(await site.changeTenth(tenth)).changed);
  const servers = await site.servers();
  servers.api.push(...more.pids());
  const before = cpuOf(servers);
  const since = Date.now();
  const started = performance.now();
  const userIds = changed.map((index) => FIRST_ID + index);
  for (let from = 0; from < userIds.length; from += USERS_PER_REQUEST) {
    await site.admin.send('POST', '/api/v1/sync/users', { userIds: userIds.slice(from, from + USERS_PER_REQUEST) });
  }
  await untilObserved(site.database, since, userIds.length);
  const seconds = (performance.now() - started) / 1000;
  const cpu = cpuSince(before, servers);
  await settled(site);
  const load = Object.fromEntries(Object.entries(cpu).map(([name, busyS]) => [name, busyS / seconds]));
  return { processes, perS: userIds.length / seconds, load };
}

/** Waits until so many people were looked at since then (Unix milliseconds). */
async function untilObserved(database, since, count) {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const [{ people }] = await database.query(
      'SELECT COUNT(*) AS people FROM sync_states WHERE observed_at_ms >= ? AND userid >= ?',
      [since, FIRST_ID],
    );
    if (Number(people) >= count) return;
    if (performance.now() > deadline) throw new Error(`${people} of ${count} people were synchronised in time.`);
    await sleep(LOOK_MS);
  }
}

/** The last people may still be on their way into the LMS. */
async function settled(site) {
  await sleep(SETTLE_MS);
  await checkSite(site.database, site.people);
}

/** Api processes beside the first one, on the same database and Redis. */
class MoreApis {
  #servers = [];
  #product;

  /** @param {import('../../product.mjs').Product} product */
  constructor(product) {
    this.#product = product;
  }

  async growTo(count) {
    const { environments, root } = this.#product.deployment;
    while (this.#servers.length < count) {
      const port = await findFreePortRange();
      const server = startServer({
        name: 'api',
        script: join(root, 'apps/api/dist/main.js'),
        env: { ...environments.api, PORT: String(port) },
        cwd: root,
        onLine: (line) => console.error(`api ${this.#servers.length + 2} | ${line}`),
      });
      this.#servers.push(server);
      await waitUntilReady(`http://127.0.0.1:${port}/health`);
    }
  }

  pids() {
    return this.#servers.map(({ pid }) => pid);
  }

  async stop() {
    await Promise.all(this.#servers.map((server) => server.stop()));
  }
}
