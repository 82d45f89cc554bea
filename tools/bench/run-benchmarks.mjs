import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildProjects } from '../build.mjs';
import { ensureInstalled } from '../install.mjs';
import { ensureSystemPackages } from '../system-packages.mjs';
import { measureSync } from './sync/measure.mjs';
import { measureWebservice } from './webservice/measure.mjs';

/** What can be measured, by group. */
const GROUPS = { webservice: measureWebservice, sync: measureSync };
const DATABASES = ['sqlite', 'mariadb'];

/** The whole of `npm run bench`. An error in any answer makes the run worthless: it then ends with exit code 1. */
export async function runBenchmarks(args) {
  const root = resolve(import.meta.dirname, '../..');
  try {
    const { groups, databases, jsonFile } = readArguments(args);
    await ensureInstalled(root);
    if (databases.includes('mariadb')) await ensureSystemPackages(['MariaDB']);
    await buildProjects(root, ['api', 'web', 'billing', 'discord-sandbox']);
    const rows = [];
    for (const group of groups) {
      for (const database of databases) rows.push(...(await GROUPS[group](root, database)));
    }
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
  return {
    groups: positionals.length > 0 ? positionals : Object.keys(GROUPS),
    databases: values.db ? [values.db] : DATABASES,
    jsonFile: values.json ? resolve(values.json) : null,
  };
}
