import { join, resolve } from 'node:path';
import { temporaryFolder, testDatabase, type TestDatabase } from '@pulsetech/testing';
import { runCli } from '../../../../tools/demo-wiring.mjs';
import { planDeployment } from '../../../../tools/deployment.mjs';
import { findFreePortRange } from '../../../../tools/ports.mjs';
import { Product } from '../../../../tools/product.mjs';
import { CommandFailed } from '../../../../tools/run-command.mjs';
import { Log } from './log.js';
import { SandboxControl } from './sandbox-control.js';

const ROOT = resolve(__dirname, '../../../..');
const LINES_KEPT = 100_000;

export interface ProductOptions {
  readonly logLevel?: 'info' | 'trace';
  /** More configuration for all servers, as in `.env`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Last changes to what each server is told, when everything else is decided. */
  readonly adjust?: (deployment: Deployment) => Deployment;
}

export type Deployment = ReturnType<typeof planDeployment>;

export type ServerName = 'api' | 'billing' | 'sandbox';

/** Those, and further processes of the site. */
export type ProcessName = ServerName | `api@${number}`;

/** The built product with the demo's data, on ports, a data folder and a database of its own. */
export class RunningProduct {
  private static readonly all = new Map<Product, () => Promise<void>>();

  private constructor(
    private readonly product: Product,
    /** Address of the site, as a browser opens it. */
    readonly url: string,
    readonly dataDir: string,
    readonly log: Log,
  ) {}

  /** Starts sandbox, billing and api as `npm start` does, on the kind of database that TEST_DATABASE names. */
  static async start(options: ProductOptions = {}): Promise<RunningProduct> {
    const folder = temporaryFolder('pt-e2e-');
    const databases = await databasesOfOneProduct();
    const log = new Log();
    const deployment = planDeployment(ROOT, {
      ...systemEnvironment(),
      ...databases.env,
      PORT: String(await findFreePortRange()),
      DATA_DIR: folder.path,
      LOG_LEVEL: options.logLevel ?? 'info',
      LOG_PRETTY: 'false',
      // What the bot reads for itself would come between requests that are counted and faults that are ordered.
      DISCORD_GATEWAY: 'off',
      ...options.env,
    });
    const product = new Product(deployment, {
      linesKept: LINES_KEPT,
      onLine: (server: ProcessName, line: string) => log.add(server, line),
    });
    RunningProduct.all.set(product, async () => {
      await product.stop();
      for (const database of databases.all) await database.drop();
      folder.remove();
    });
    if (options.adjust) product.deployment = options.adjust(product.deployment);
    try {
      await product.start();
    } catch (error) {
      const printed = error instanceof CommandFailed ? error.output : '';
      throw new Error(`The product did not start.\n${log.tail()}\n${printed}`, { cause: error });
    }
    return new RunningProduct(product, deployment.addresses.site, folder.path, log);
  }

  get sandbox(): SandboxControl {
    return new SandboxControl(this.product.deployment.local.sandbox);
  }

  get deployment(): Deployment {
    return this.product.deployment;
  }

  /** The demo's licence, as billing issued it. */
  get licence(): { readonly key: string; readonly clientId: string } {
    if (!this.product.licence) throw new Error('The demo has no licence yet.');
    return this.product.licence;
  }

  /** Runs a command of api's or billing's command line and returns what it printed. */
  async cli(app: 'api' | 'billing', ...args: readonly string[]): Promise<string> {
    const { stdout } = await runCli(this.product.deployment, app, args);
    return stdout;
  }

  /** Tells a server more, from its next start on. */
  tell(name: ServerName, env: Readonly<Record<string, string>>): void {
    const { environments } = this.product.deployment;
    const changed = { ...environments, [name]: { ...environments[name], ...env } };
    this.product.deployment = { ...this.product.deployment, environments: changed };
  }

  /** Starts a further process of the site, as behind a balancer. */
  async startAnotherApi(): Promise<{ readonly name: ProcessName; readonly url: string }> {
    return this.product.startAnotherApi(await findFreePortRange());
  }

  /** Number of the process that a server runs in now. */
  pid(name: ProcessName): number {
    return this.product.server(name).pid;
  }

  stopServer(name: ProcessName): Promise<void> {
    return this.product.stopServer(name);
  }

  /** Ends a server without warning, as a crash or a cut cable would. */
  crash(name: ProcessName): Promise<void> {
    return this.product.stopServer(name, { crash: true });
  }

  startServer(name: ServerName): Promise<void> {
    return this.product.startServer(name);
  }

  /** Ends every product that was started here, with its data; also one whose start failed half-way. */
  static async stopAll(): Promise<void> {
    const all = [...RunningProduct.all.values()];
    RunningProduct.all.clear();
    for (const stop of all) await stop();
  }

  file(path: string): string {
    return join(this.dataDir, path);
  }
}

async function databasesOfOneProduct(): Promise<{ all: TestDatabase[]; env: Record<string, string> }> {
  const api = await testDatabase();
  const billing = await testDatabase();
  // For SQLite both keep their files in the data folder, as they do for everybody.
  const env: Record<string, string> =
    api.url && billing.url ? { DATABASE_URL: api.url, BILLING_DATABASE_URL: billing.url } : {};
  return { all: [api, billing], env };
}

function systemEnvironment(): Record<string, string> {
  const names = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
