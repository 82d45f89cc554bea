import { join } from 'node:path';
import { demoToken } from '../../demo-wiring.mjs';
import { runCommand } from '../../run-command.mjs';
import { BenchSite } from '../bench-site.mjs';
import { BENCH_ROWS, BENCH_USERS, createRoles } from './data.mjs';
import { printRow, printTitle, rowsOf } from './report.mjs';
import { WEBSERVICE_SCENARIOS } from './scenarios.mjs';

const CONNECTIONS = 8;
const ROUNDS = 5;
const SECONDS_PER_ROUND = 6;
/** So many that no user is asked for twice at once, so few that all are warm. */
const USERS_PER_CONNECTION = 25;

/** The one token of the bench calls as often as it can. */
const UNLIMITED = { WEBSERVICE_TOKEN_CALLS_PER_MINUTE: '0', WEBSERVICE_ADDRESS_CALLS_PER_MINUTE: '0' };

/** Group `webservice`: calls of Discord bots. @returns {Promise<import('../report-rows.mjs').ReportRow[]>} */
export async function measureWebservice(root, database) {
  const site = await BenchSite.start(root, database, UNLIMITED);
  try {
    await createRoles(site.sandbox);
    await site.withoutApi(({ fill }) => fill(['DELETE FROM local_pulsetech_discord_role_mappings'], BENCH_ROWS));
    printTitle(database);
    const rows = [];
    for (const scenario of WEBSERVICE_SCENARIOS) {
      const rounds = await measure(site.product.deployment, scenario);
      printRow(scenario, rounds);
      rows.push(...rowsOf(scenario, rounds, database));
    }
    return rows;
  } finally {
    await site.stop();
  }
}

/**
 * Measures one scenario from a process of its own.
 *
 * @param {import('../../deployment.mjs').Deployment} deployment
 * @param {import('./scenarios.mjs').Scenario} scenario
 * @returns {Promise<{ rps: number, p50: number, p99: number }[]>} one entry a round; milliseconds
 */
async function measure(deployment, scenario) {
  const order = {
    url: `${deployment.local.api}/webservice/rest/server.php`,
    token: demoToken(deployment),
    wsfunction: scenario.wsfunction,
    roleSets: scenario.roleSets,
    mustContain: scenario.mustContain,
    users: BENCH_USERS.slice(0, CONNECTIONS * USERS_PER_CONNECTION),
    connections: CONNECTIONS,
    rounds: ROUNDS,
    secondsPerRound: SECONDS_PER_ROUND,
  };
  const script = join(deployment.root, 'tools/bench/webservice/load.mjs');
  const { stdout } = await runCommand(process.execPath, [script, JSON.stringify(order)]);
  const { rounds, problems } = JSON.parse(stdout);
  if (problems.length > 0) throw new Error(`${scenario.name} is not measured: ${problems.join('; ')}`);
  return rounds;
}
