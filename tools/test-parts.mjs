import { join } from 'node:path';
import { runNx } from './build.mjs';
import { forgetResults, tallyResults } from './jest-results.mjs';
import { CommandFailed, lastLines, runCommand } from './run-command.mjs';
import { withHeartbeat } from './step.mjs';
import { projectsWithoutTarget, workspaceProjects } from './workspace-projects.mjs';

/**
 * @typedef {object} Part
 * @property {string} name for `--only`
 * @property {string} title
 * @property {boolean} [countsTests]
 * @property {boolean} [needsMariaDb]
 * @property {boolean} [needsRedis]
 * @property {boolean} [needsBuild]
 * @property {(context: Context) => Promise<import('./jest-results.mjs').Tally>} run
 *
 * @typedef {object} Context
 * @property {string} root
 * @property {string | null} mariaDbUrl
 * @property {string | null} redisUrl
 * @property {() => Promise<string[]>} deaths what is to be told about servers that died meanwhile
 */

/** @type {Part[]} In the order in which they run: what is quick to fail comes first. */
export const TEST_PARTS = [
  { name: 'format', title: 'Format (prettier)', run: checkFormat },
  { name: 'lint', title: 'Lint', run: nxCheck('lint') },
  { name: 'types', title: 'Types', run: nxCheck('typecheck') },
  { name: 'build', title: 'Build', run: nxCheck('build') },
  { name: 'unit', title: 'Unit tests', countsTests: true, run: jestTarget('test', 'unit', () => ({})) },
  {
    name: 'db-sqlite',
    title: 'Database tests on SQLite',
    needsRedis: true,
    countsTests: true,
    run: jestTarget('test-db', 'db-sqlite', databaseOf('sqlite')),
  },
  {
    name: 'db-mariadb',
    title: 'Database tests on MariaDB',
    needsRedis: true,
    needsMariaDb: true,
    countsTests: true,
    run: jestTarget('test-db', 'db-mariadb', databaseOf('mariadb')),
  },
  {
    // These build as npm start does, so that nobody else may run what is built meanwhile.
    name: 'start',
    title: 'npm start, as from a fresh clone',
    needsBuild: true,
    countsTests: true,
    run: jestTarget('e2e-alone', 'e2e-alone', () => ({})),
  },
  {
    name: 'e2e-sqlite',
    title: 'End to end, HTTP and browser, on SQLite',
    needsRedis: true,
    needsBuild: true,
    countsTests: true,
    run: jestTarget('e2e', 'e2e-sqlite', databaseOf('sqlite')),
  },
  {
    name: 'e2e-mariadb',
    title: 'End to end, HTTP and browser, on MariaDB',
    needsRedis: true,
    needsBuild: true,
    needsMariaDb: true,
    countsTests: true,
    run: jestTarget('e2e', 'e2e-mariadb', databaseOf('mariadb')),
  },
];

/** How the names of the test files of a target end. */
const SPECS = { test: '.spec.ts', 'test-db': '.db.spec.ts', e2e: '.browser.spec.ts', 'e2e-alone': '.alone.spec.ts' };

function databaseOf(database) {
  return (context) => ({ TEST_DATABASE: database, ...servers(context) });
}

function servers({ mariaDbUrl, redisUrl }) {
  return {
    ...(mariaDbUrl ? { TEST_MARIADB_URL: mariaDbUrl } : {}),
    ...(redisUrl ? { TEST_REDIS_URL: redisUrl } : {}),
  };
}

async function checkFormat({ root }) {
  const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
  return asTally('format', () => runCommand(process.execPath, [prettier, '--check', '.'], { cwd: root }));
}

function nxCheck(target) {
  return ({ root }) => asTally(target, () => runNx(root, ['run-many', '-t', target, '--output-style=static']));
}

/** Without their server the tests say nothing; what matters is what the server said. */
function afterDeaths({ passed, failures }, deaths) {
  console.log(deaths.join('\n\n'));
  const told = deaths.map((death) => death.split('\n', 1)[0]);
  const tests = failures.length === 1 ? 'one failure' : `${failures.length} failures`;
  return { passed, failures: [`${told.join(' ')} Its last words stand above; ${tests} of tests are not listed.`] };
}

/** A check that is not made of tests: nothing to count when it passes, one failure when it does not. */
async function asTally(name, check) {
  const output = await outputOfFailure(check);
  if (output === null) return { passed: 0, failures: [] };
  console.log(lastLines(output, 80));
  return { passed: 0, failures: [`${name}: see its output above`] };
}

/** What a command printed that did not end well, or null. */
async function outputOfFailure(command, progress) {
  try {
    await withHeartbeat(command, progress);
    return null;
  } catch (error) {
    if (error instanceof CommandFailed) return error.output;
    throw error;
  }
}

function jestTarget(target, resultName, environment) {
  return async (context) => {
    const projects = workspaceProjects(context.root).filter((project) => project.targets.includes(target));
    forgetResults(context.root, projects, resultName);
    const env = { NODE_ENV: 'test', ...environment(context) };
    let lastFile = '';
    const show = (line) => {
      lastFile = /^(?:PASS|FAIL) (.+?)(?: \(|$)/.exec(line)?.[1] ?? lastFile;
    };
    // Output as it comes where one project runs alone; otherwise project by project.
    const style = projects.length === 1 ? 'stream-without-prefixes' : 'static';
    const output = await outputOfFailure(
      () => runNx(context.root, ['run-many', '-t', target, `--output-style=${style}`], { env, show }),
      () => lastFile && `last finished: ${lastFile}`,
    );
    const tally = tallyResults(context.root, projects, resultName);
    const forgotten = projectsWithoutTarget(context.root, target, SPECS[target]);
    tally.failures.push(...forgotten.map(({ folder }) => `${folder}: has tests, but no target “${target}” runs them`));
    const deaths = await context.deaths();
    if (deaths.length > 0) return afterDeaths(tally, deaths);
    if (output !== null && tally.failures.length === 0) tally.failures.push(`${target}: see its output above`);
    if (output !== null) console.log(tally.details.join('\n\n') || lastLines(output, 80));
    return tally;
  };
}
