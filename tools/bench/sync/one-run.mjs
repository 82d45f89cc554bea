import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOf, cpuSince } from './cpu-time.mjs';
import { watchResidentMemory } from './resident-memory.mjs';

const LOOK_MS = 50;
/** Far longer than any run that is worth a figure. */
const PATIENCE_MS = 1_800_000;

/**
 * @typedef {object} MeasuredRun
 * @property {number} seconds from the request until the run was seen to have ended
 * @property {Record<string, number>} phases seconds in each, as far as they could be seen
 * @property {number | null} statements of api and billing together, what they ask for while idle taken off
 * @property {number} discordRequests
 * @property {number | null} peakMib most resident memory of api and billing
 * @property {Record<string, number>} cpu processor seconds of each server
 */

/**
 * Starts a run as an admin does, waits for its end, and compares what it counted.
 *
 * @param {import('./sync-site.mjs').SyncSite} site
 * @param {{ enrolled: number, unenrolled: number }} expected
 * @returns {Promise<MeasuredRun>}
 * @throws {Error} when the run ended otherwise
 */
export async function measureRun(site, expected) {
  const { database, sandbox } = site;
  await sandbox.forgetRequests();
  const memory = watchResidentMemory(site.pids());
  const servers = await site.servers();
  const cpuBefore = cpuOf(servers);
  const before = await database.statements();
  const { row, phases, seconds } = await carriedOut(site).catch((error) => {
    memory.cancel();
    throw error;
  });
  const after = await database.statements();
  const cpu = cpuSince(cpuBefore, servers);
  const peakMib = memory.stop();
  requireRight(row, { users: site.people.count, errors: 0, ...expected });
  return {
    seconds,
    phases,
    statements: before === null ? null : after - before - Math.round(seconds * (site.idleStatementsPerS ?? 0)),
    discordRequests: Object.values(await sandbox.requests()).reduce((sum, count) => sum + count, 0),
    peakMib,
    cpu,
  };
}

async function carriedOut({ admin, database }) {
  const started = performance.now();
  const { id } = await admin.send('POST', '/api/v1/sync/runs', {});
  const ended = await untilEnded(database, id, started);
  return { ...ended, seconds: (performance.now() - started) / 1000 };
}

/** The row of a run once it ended, and how long it was in each phase. */
async function untilEnded(database, id, started) {
  const phases = {};
  let since = started;
  let phase = null;
  for (;;) {
    const [row] = await database.query('SELECT * FROM sync_runs WHERE id = ?', [id]);
    const now = performance.now();
    if (phase !== null) phases[phase] = (phases[phase] ?? 0) + (now - since) / 1000;
    since = now;
    phase = row.phase ?? null;
    if (row.state !== 'running') return { row, phases };
    if (now - started > PATIENCE_MS) throw new Error(`Run ${id} does not end.`);
    await sleep(LOOK_MS);
  }
}

function requireRight(row, expected) {
  const wrong = Object.entries(expected).filter(([column, value]) => row[column] !== value);
  if (row.state === 'completed' && wrong.length === 0) return;
  const told = wrong.map(([column, value]) => `${column} ${row[column]} instead of ${value}`);
  throw new Error(`Run ${row.id} ended ${row.state} (${[...told, row.reason ?? 'without a reason'].join(', ')}).`);
}
