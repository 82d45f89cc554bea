import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildProjects } from '../build.mjs';
import { ensureInstalled } from '../install.mjs';
import { ensureSystemPackages } from '../system-packages.mjs';
import { BenchSite } from './bench-site.mjs';
import { printRow, printTitle, rowsOf } from './report.mjs';
import { WEBSERVICE_SCENARIOS } from './webservice-scenarios.mjs';

/** What can be measured, by group. */
const GROUPS = { webservice: WEBSERVICE_SCENARIOS };
const DATABASES = ['sqlite', 'mariadb'];

/** The whole of `npm run bench`. An error in any answer makes the run worthless: it then ends with exit code 1. */
export async function runBenchmarks(args) {
  const root = resolve(import.meta.dirname, '../..');
  try {
    const { scenarios, databases, jsonFile } = readArguments(args);
    await ensureInstalled(root);
    if (databases.includes('mariadb')) await ensureSystemPackages(['MariaDB']);
    await buildProjects(root, ['api', 'web', 'billing', 'discord-sandbox']);
    const rows = [];
    for (const database of databases) rows.push(...(await measureOn(root, database, scenarios)));
    if (jsonFile) writeFileSync(jsonFile, `${JSON.stringify(rows, null, 2)}\n`);
  } catch (error) {
    console.error(`\n${error.message}`);
    if (error.output) console.error(error.output);
    process.exitCode = 1;
  }
}

function readArguments(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { db: { type: 'string' }, json: { type: 'string' } },
  });
  const unknown = positionals.filter((group) => !(group in GROUPS));
  if (unknown.length > 0) {
    throw new Error(`No group is called ${unknown.join(', ')}. There are: ${Object.keys(GROUPS).join(', ')}`);
  }
  if (values.db && !DATABASES.includes(values.db)) throw new Error('--db is either sqlite or mariadb.');
  const groups = positionals.length > 0 ? positionals : Object.keys(GROUPS);
  return {
    scenarios: groups.flatMap((group) => GROUPS[group]),
    databases: values.db ? [values.db] : DATABASES,
    jsonFile: values.json ? resolve(values.json) : null,
  };
}

async function measureOn(root, database, scenarios) {
  const site = await BenchSite.start(root, database);
  try {
    printTitle(database);
    const rows = [];
    for (const scenario of scenarios) {
      const rounds = await site.measure(scenario);
      printRow(scenario, rounds);
      rows.push(...rowsOf(scenario, rounds, database));
    }
    return rows;
  } finally {
    await site.stop();
  }
}
