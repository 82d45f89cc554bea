import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planDeployment } from '../deployment.mjs';
import { findFreePortRange } from '../ports.mjs';
import { Product } from '../product.mjs';
import { startBenchDatabase } from './bench-database.mjs';
import { SandboxControl } from './sandbox-control.mjs';

/** A site of its own for measuring: its servers in production's way, with their logs quiet. */
export class BenchSite {
  constructor(product, database, folder) {
    this.product = product;
    this.database = database;
    this.folder = folder;
    this.sandbox = new SandboxControl(product.deployment.local.sandbox);
  }

  /**
   * @param {string} root
   * @param {'sqlite' | 'mariadb'} kind
   * @param {Record<string, string>} [env] settings of the servers
   */
  static async start(root, kind, env = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'pulsetech-bench-'));
    const database = await startBenchDatabase(root, kind, folder);
    const plan = planDeployment(root, {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'] ?? folder,
      PORT: String(await findFreePortRange()),
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      // What the bot reads for itself would be counted with what is measured.
      DISCORD_GATEWAY: 'off',
      ...env,
      ...database.env,
    });
    const product = new Product(plan, { onLine: (server, line) => console.error(`${server} | ${line}`) });
    const site = new BenchSite(product, database, folder);
    try {
      await product.start();
    } catch (error) {
      await site.stop();
      throw error;
    }
    return site;
  }

  /** The api has settings, mappings and lists in memory: it is not there while rows are put below it. */
  async withoutApi(work) {
    await this.product.stopServer('api');
    await work(this.database);
    await this.product.startServer('api');
  }

  async stop() {
    await this.product.stop();
    await this.database.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
