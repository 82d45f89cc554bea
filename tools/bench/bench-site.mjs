import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoToken } from '../demo-wiring.mjs';
import { planDeployment } from '../deployment.mjs';
import { findFreePortRange } from '../ports.mjs';
import { Product } from '../product.mjs';
import { runCommand } from '../run-command.mjs';
import { startBenchDatabase } from './bench-database.mjs';
import { BENCH_ROWS, BENCH_USERS, createRoles } from './bench-data.mjs';

const CONNECTIONS = 8;
const ROUNDS = 5;
const SECONDS_PER_ROUND = 6;
/** So many that no user is asked for twice at once, so few that all are warm. */
const USERS_PER_CONNECTION = 25;

/** A site of its own, filled for measuring: api in production's way, with its log quiet. */
export class BenchSite {
  constructor(product, database, folder) {
    this.product = product;
    this.database = database;
    this.folder = folder;
  }

  static async start(root, kind) {
    const folder = mkdtempSync(join(tmpdir(), 'pulsetech-bench-'));
    const database = await startBenchDatabase(root, kind, folder);
    const plan = planDeployment(root, {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'] ?? folder,
      PORT: String(await findFreePortRange()),
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      // The one token of the bench calls as often as it can.
      WEBSERVICE_TOKEN_CALLS_PER_MINUTE: '0',
      WEBSERVICE_ADDRESS_CALLS_PER_MINUTE: '0',
      ...database.env,
    });
    const product = new Product(plan, { onLine: (server, line) => console.error(`${server} | ${line}`) });
    const site = new BenchSite(product, database, folder);
    try {
      await product.start();
      await createRoles(product.deployment.local.sandbox);
      await product.stopServer('api');
      await database.fill(['DELETE FROM local_pulsetech_discord_role_mappings'], BENCH_ROWS);
      await product.startServer('api');
    } catch (error) {
      await site.stop();
      throw error;
    }
    return site;
  }

  /**
   * Measures one scenario from a process of its own.
   *
   * @param {import('./webservice-scenarios.mjs').Scenario} scenario
   * @returns {Promise<{ rps: number, p50: number, p99: number }[]>} one entry a round; milliseconds
   */
  async measure(scenario) {
    const order = {
      url: `${this.product.deployment.local.api}/webservice/rest/server.php`,
      token: demoToken(this.product.deployment),
      wsfunction: scenario.wsfunction,
      roleSets: scenario.roleSets,
      mustContain: scenario.mustContain,
      users: BENCH_USERS.slice(0, CONNECTIONS * USERS_PER_CONNECTION),
      connections: CONNECTIONS,
      rounds: ROUNDS,
      secondsPerRound: SECONDS_PER_ROUND,
    };
    const script = join(this.product.deployment.root, 'tools/bench/load.mjs');
    const { stdout } = await runCommand(process.execPath, [script, JSON.stringify(order)]);
    const { rounds, problems } = JSON.parse(stdout);
    if (problems.length > 0) throw new Error(`${scenario.name} is not measured: ${problems.join('; ')}`);
    return rounds;
  }

  async stop() {
    await this.product.stop();
    await this.database.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
