import { spreadOf } from '../report-rows.mjs';

const FIGURES = [
  { key: 'rps', suffix: 'rps', unit: 'requests/s', digits: 1 },
  { key: 'p50', suffix: 'p50_ms', unit: 'ms', digits: 1 },
  { key: 'p99', suffix: 'p99_ms', unit: 'ms', digits: 1 },
];

export function printTitle(database) {
  console.log(`\n${database}: median (lowest–highest) of the rounds, 8 connections; in brackets Moodle’s own server`);
}

/** One line a scenario: our figures, Moodle's, and how many times as fast. */
export function printRow(scenario, rounds) {
  const cells = FIGURES.map((figure) => {
    const { middle, lowest, highest } = spreadOf(rounds.map((round) => round[figure.key]));
    const moodle = scenario.moodle[figure.key];
    const times = figure.key === 'rps' ? middle / moodle : moodle / middle;
    const range = `${lowest.toFixed(figure.digits)}–${highest.toFixed(figure.digits)}`;
    return `    ${figure.key.padEnd(4)} ${middle.toFixed(figure.digits).padStart(8)} ${figure.unit.padEnd(11)} (${range})  [${moodle}]  ${times.toFixed(1)} times as ${figure.key === 'rps' ? 'many' : 'fast'}`;
  });
  console.log(`  ${scenario.title}\n${cells.join('\n')}`);
}

/** @returns {import('../report-rows.mjs').ReportRow[]} */
export function rowsOf(scenario, rounds, database) {
  return FIGURES.map(({ key, suffix, unit }) => ({
    name: `${scenario.name}.${suffix}`,
    value: spreadOf(rounds.map((round) => round[key])).middle,
    unit,
    runs: rounds.map((round) => round[key]),
    db: database,
  }));
}
