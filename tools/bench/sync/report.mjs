import { availableParallelism } from 'node:os';
import { spreadOf } from '../report-rows.mjs';

/** Seconds a user on a Moodle 4.5 site with the seed's own plugin on two cores, 20 mappings. */
const MOODLE_UNCHANGED_S = 0.033;
const MOODLE_HALF_S = 0.156;
/** Discord answers so many questions about single members of one guild in a second. */
const SINGLE_READS_PER_S = 5;

const KINDS = { unchanged: 'nothing changed', tenth: 'a tenth changed' };
const TARGETS = {
  unchangedS: 15,
  statements: 1200,
  tenthS: 60,
  rssMib: 400,
  extraRequests: 10,
  membersPerPage: 1000,
  walkTolerance: 0.05,
};

export function printTitle(database) {
  console.log(`\n${database}: runs of a guild whose members are all linked, 20 mappings; median (lowest–highest)`);
}

/** @param {import('./measure.mjs').MeasuredSize} size */
export function printSize({ people, members, first, idleMib, idleStatementsPerS, unchanged, tenth }) {
  const idle = idleStatementsPerS === null ? '' : `, ${idleStatementsPerS.toFixed(1)} statements/s (taken off below)`;
  console.log(
    [
      `  ${number(people)} people, ${number(members)} members; idle: ${mib(idleMib)}${idle}`,
      line('first run, everything is given', [first]),
      line('nothing changed', unchanged, idleMib),
      line('a tenth with a changed role', tenth, idleMib),
    ].join('\n'),
  );
}

function line(title, runs, idleMib) {
  const statements = runs[0].statements === null ? '' : `${number(median(runs, 'statements'))} statements, `;
  const peak = Math.max(...runs.map((run) => run.peakMib));
  const above = idleMib === undefined || idleMib === null ? '' : `, ${mib(peak - idleMib)} above idle`;
  const { middle, lowest, highest } = spreadOf(runs.map((run) => run.seconds));
  const range = runs.length > 1 ? ` (${lowest.toFixed(1)}–${highest.toFixed(1)})` : '';
  const phases = Object.entries(runs.at(-1).phases).map(([phase, seconds]) => `${phase} ${seconds.toFixed(1)}`);
  const parts = phases.length > 0 ? `phases, s: ${phases.join(', ')}; ` : '';
  const cpu = Object.entries(runs.at(-1).cpu).map(([server, busyS]) => `${server} ${number(busyS, 1)}`);
  return `    ${title.padEnd(31)} ${middle.toFixed(2).padStart(8)} s${range}, ${statements}${number(median(runs, 'discordRequests'))} Discord requests${above}\n      the last one: ${parts}processor, s: ${cpu.join(', ')}`;
}

/** Cost against size, and beside it what asking and writing for each person would cost. */
export function printGrowth(sizes) {
  const seconds = (kind) => (size) => median(size[kind], 'seconds');
  const statements = (kind) => (size) => median(size[kind], 'statements');
  const perThousand = (figure) => (size) => (figure(size) * 1000) / size.people;
  const rows = [
    ['nothing changed, s', seconds('unchanged'), 2],
    ['  for each 1,000 people, s', perThousand(seconds('unchanged')), 3],
    ['  statements', statements('unchanged'), 0],
    ['  for each 1,000 people', perThousand(statements('unchanged')), 1],
    ['a tenth changed, s', seconds('tenth'), 2],
    ['  for each 1,000 people, s', perThousand(seconds('tenth')), 3],
    ['  statements', statements('tenth'), 0],
    ['  for each 1,000 people', perThousand(statements('tenth')), 1],
    ['Computed: one request for each person at Discord’s 5/s, s', (size) => size.people / SINGLE_READS_PER_S, 0],
    ['Computed: Moodle’s own way, nothing changed (33 ms each), s', (size) => size.people * MOODLE_UNCHANGED_S, 0],
    ['Computed: Moodle’s own way, half changed (156 ms each), s', (size) => size.people * MOODLE_HALF_S, 0],
  ].filter(([title]) => sizes[0].first.statements !== null || !title.includes('statements'));
  const cells = (texts) => texts.map((text) => text.padStart(10)).join('');
  console.log(`\n  ${'cost against people'.padEnd(62)}${cells(sizes.map((size) => number(size.people)))}`);
  for (const [title, figure, digits] of rows) {
    console.log(`  ${title.padEnd(62)}${cells(sizes.map((size) => number(figure(size), digits)))}`);
  }
}

/** @param {import('./limits.mjs').MeasuredWalk} walk */
export function printWalk({ pages, seconds, dictatedS, refused, runS }) {
  console.log(
    `\n  with Discord’s limits of 10 pages in 10 s: ${number(pages)} pages walked in ${number(seconds, 1)} s, which the limit makes ${number(dictatedS)} s; ${number(refused)} requests refused; the whole run ${number(runS, 1)} s`,
  );
}

/** @param {import('./processes.mjs').MeasuredProcesses[]} measured */
export function printProcesses(measured) {
  console.log(
    '\n  single users with a changed role, by jobs on Redis: users/s, and how many processor cores were busy with what',
  );
  for (const { processes, perS, load } of measured) {
    const parts = Object.entries(load).map(([name, cores]) => `${name} ${number(cores, 2)}`);
    const all = Object.values(load).reduce((sum, cores) => sum + cores, 0);
    const busy = `${parts.join(', ')}; together ${number(all, 2)} of ${availableParallelism()}`;
    console.log(
      `  ${`${processes} api ${processes === 1 ? 'process' : 'processes'}`.padEnd(18)}${number(perS, 1).padStart(8)}/s   ${busy}`,
    );
  }
}

/** Each target with PASS or MISS; what could not be measured is left out. */
export function printTargets({ sizes, walk }) {
  console.log('\n  targets');
  for (const { title, value, most, digits } of [...targetsOf(sizes), ...(walk ? walkTargets(walk) : [])]) {
    const verdict = value <= most ? 'PASS' : 'MISS';
    console.log(
      `  ${verdict}  ${title.padEnd(58)}${number(value, digits).padStart(10)} of at most ${number(most, digits)}`,
    );
  }
}

function walkTargets({ seconds, dictatedS, refused }) {
  const most = dictatedS * (1 + TARGETS.walkTolerance);
  return [
    { title: 'Discord’s limits on: seconds of the walk', value: seconds, most, digits: 1 },
    { title: 'Discord’s limits on: requests that were refused', value: refused, most: 0 },
  ];
}

function targetsOf(sizes) {
  const largest = sizes.at(-1);
  const requests = [...largest.unchanged, ...largest.tenth].map((run) => run.discordRequests);
  const mostRequests = Math.ceil(largest.members / TARGETS.membersPerPage) + TARGETS.extraRequests;
  const growth = ['unchanged', 'tenth'].flatMap((kind) =>
    sizes.slice(1).map((size, index) => ({
      title: `${KINDS[kind]}: times as long for ${number(size.people / sizes[index].people)} times the people (${size.name})`,
      value: median(size[kind], 'seconds') / median(sizes[index][kind], 'seconds'),
      most: size.people / sizes[index].people,
      digits: 1,
    })),
  );
  return [
    {
      title: 'nothing changed: seconds',
      value: median(largest.unchanged, 'seconds'),
      most: TARGETS.unchangedS,
      digits: 1,
    },
    { title: 'nothing changed: statements', value: median(largest.unchanged, 'statements'), most: TARGETS.statements },
    { title: 'a tenth changed: seconds', value: median(largest.tenth, 'seconds'), most: TARGETS.tenthS, digits: 1 },
    { title: 'memory of api and billing above idle, MiB', value: aboveIdle(largest), most: TARGETS.rssMib },
    { title: 'Discord requests of the run with the most', value: Math.max(...requests), most: mostRequests },
    ...growth,
  ].filter(({ value }) => value !== null);
}

/** @returns {import('../report-rows.mjs').ReportRow[]} */
export function rowsOf({ sizes, walk, processes }, db) {
  const row = (name, unit, runs) => ({ name: `sync.${name}`, value: spreadOf(runs).middle, unit, runs, db });
  const times = sizes.flatMap(({ name, unchanged, tenth }) => [
    row(`${name}.unchanged.s`, 's', figures(unchanged, 'seconds')),
    row(`${name}.tenth.s`, 's', figures(tenth, 'seconds')),
  ]);
  const largest = sizes.at(-1);
  const requests = row('100k.discord_requests', 'requests', figures(largest.unchanged, 'discordRequests'));
  const counted = [...times, requests];
  if (largest.unchanged[0].statements !== null) {
    counted.push(row('100k.statements', 'statements', figures(largest.unchanged, 'statements')));
  }
  if (aboveIdle(largest) !== null) counted.push(row('100k.rss_mib', 'MiB', [aboveIdle(largest)]));
  if (walk) counted.push(row('100k.limited_walk.s', 's', [walk.seconds]));
  for (const { processes: count, perS } of processes ?? []) {
    counted.push(row(`users.${count}_processes.per_s`, 'users/s', [perS]));
  }
  return counted;
}

/** The most that any of the measured runs took. */
function aboveIdle({ idleMib, unchanged, tenth }) {
  return idleMib === null ? null : Math.max(...figures([...unchanged, ...tenth], 'peakMib')) - idleMib;
}

const figures = (runs, key) => runs.map((run) => run[key]);

/** Null where it could not be measured. */
function median(runs, key) {
  return runs[0][key] === null ? null : spreadOf(figures(runs, key)).middle;
}

function number(value, digits = 0) {
  return value === null
    ? '–'
    : value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const mib = (value) => (value === null ? 'memory unknown' : `${number(value)} MiB`);
