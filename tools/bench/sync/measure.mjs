import { checkSite } from './check.mjs';
import { measureWithLimits } from './limits.mjs';
import { measureRun } from './one-run.mjs';
import { measureProcesses } from './processes.mjs';
import { printGrowth, printProcesses, printSize, printTargets, printTitle, printWalk, rowsOf } from './report.mjs';
import { SyncSite } from './sync-site.mjs';

const NOTHING = { enrolled: 0, unenrolled: 0 };

/** How many people, and how often each kind of run is measured with them. */
const SIZES = [
  { name: '1k', people: 1000, rounds: 3 },
  { name: '10k', people: 10_000, rounds: 3 },
  { name: '100k', people: 100_000, rounds: 3 },
];

/**
 * @typedef {object} MeasuredSize
 * @property {string} name
 * @property {number} people
 * @property {number} members of the guild, who are some more than the people
 * @property {import('./one-run.mjs').MeasuredRun} first the run that gave everything
 * @property {number} idleMib
 * @property {number | null} idleStatementsPerS
 * @property {import('./one-run.mjs').MeasuredRun[]} unchanged
 * @property {import('./one-run.mjs').MeasuredRun[]} tenth
 */

/**
 * Group `sync`: what runs cost and, on MariaDB, the walk with Discord’s own limits and several processes on Redis.
 *
 * @returns {Promise<import('../report-rows.mjs').ReportRow[]>}
 */
export async function measureSync(root, database) {
  const isShared = database === 'mariadb';
  printTitle(database);
  const { sizes, walk } = await measureRuns(root, database, { withLimits: isShared });
  printGrowth(sizes);
  const processes = isShared ? await measureProcesses(root, database) : null;
  if (walk) printWalk(walk);
  if (processes) printProcesses(processes);
  printTargets({ sizes, walk });
  return rowsOf({ sizes, walk, processes }, database);
}

async function measureRuns(root, database, { withLimits }) {
  const site = await SyncSite.start(root, database);
  try {
    const sizes = [];
    for (const size of SIZES) {
      const measured = await measureSize(site, size);
      printSize(measured);
      sizes.push(measured);
    }
    return { sizes, walk: withLimits ? await measureWithLimits(site) : null };
  } finally {
    await site.stop();
  }
}

async function measureSize(site, { name, people, rounds }) {
  const rolesBefore = site.people.heldRoles();
  await site.growTo(people);
  const first = await checkedRun(site, { enrolled: site.people.heldRoles() - rolesBefore, unenrolled: 0 });
  await site.rest();
  const unchanged = [];
  const tenth = [];
  for (let round = 0; round < rounds; round++) {
    unchanged.push(await checkedRun(site, NOTHING));
    const { expected } = await site.changeTenth(round);
    tenth.push(await checkedRun(site, expected));
  }
  const { idleMib, idleStatementsPerS } = site;
  const members = await site.sandbox.memberCount();
  return { name, people, members, first, idleMib, idleStatementsPerS, unchanged, tenth };
}

async function checkedRun(site, expected) {
  const run = await measureRun(site, expected);
  await checkSite(site.database, site.people);
  return run;
}
