import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildProjects } from '../build.mjs';
import { ensureInstalled } from '../install.mjs';
import { ensureSystemPackages } from '../system-packages.mjs';
import { measureSync } from './sync/measure.mjs';
import { measureWebservice } from './webservice/measure.mjs';

const DATABASES = ['sqlite', 'mariadb'];

/** What can be measured, by group, and on which databases when none is named. */
const GROUPS = {
  webservice: { measure: measureWebservice, databases: DATABASES },
  sync: { measure: measureSync, databases: ['mariadb'] },
};

/** The whole of `npm run bench`. An error in any answer makes the run worthless: it then ends with exit code 1. */
export async function runBenchmarks(args) {
  const root = resolve(import.meta.dirname, '../..');
  try {
    const { measurements, jsonFile } = readArguments(args);
    await ensureInstalled(root);
    await ensureSystemPackages(programsFor(measurements));
    await buildProjects(root, ['api', 'web', 'billing', 'discord-sandbox']);
    const rows = [];
    for (const { group, database } of measurements) rows.push(...(await GROUPS[group].measure(root, database)));
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
  const databasesOf = (group) => (values.db ? [values.db] : GROUPS[group].databases);
  return {
    measurements: groups.flatMap((group) => databasesOf(group).map((database) => ({ group, database }))),
    jsonFile: values.json ? resolve(values.json) : null,
  };
}

/** Names of ensureSystemPackages. */
function programsFor(measurements) {
  const onMariaDb = measurements.filter(({ database }) => database === 'mariadb');
  const isShared = onMariaDb.some(({ group }) => group === 'sync');
  return [...(onMariaDb.length > 0 ? ['MariaDB'] : []), ...(isShared ? ['Redis'] : [])];
}
