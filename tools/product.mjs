import { join } from 'node:path';
import { installDemo, issueDemoLicence, wireSandbox } from './demo-wiring.mjs';
import { waitUntilReady } from './ready.mjs';
import { startServer } from './processes.mjs';

/** Folder of each server below `apps/`. */
const FOLDERS = { sandbox: 'discord-sandbox', billing: 'billing', api: 'api' };

/** What answers 200 when a server is ready; the sandbox, like Discord, has no page for that and needs nothing. */
const READY_PATHS = { sandbox: '/', billing: '/health', api: '/health' };

/** @typedef {'sandbox' | 'billing' | 'api' | `api@${number}`} ServerName the last ones are further processes of the site */

/** A server that ended although nobody asked it to. */
export class ServerDied extends Error {
  /** @param {import('./processes.mjs').ServerProcess} server */
  constructor(server) {
    super(`${server.name} ended by itself.`);
    this.name = 'ServerDied';
    this.server = server;
  }
}

/**
 * The running product: its servers are started one after another, each when the one it needs is ready.
 */
export class Product {
  /** @type {Map<ServerName, import('./processes.mjs').ServerProcess>} */
  #servers = new Map();
  #options;

  /**
   * @param {import('./deployment.mjs').Deployment} deployment
   * @param {{ onLine?: (server: ServerName, line: string) => void, linesKept?: number,
   *   onDeath?: (error: ServerDied) => void }} [options]
   */
  constructor(deployment, options = {}) {
    this.deployment = deployment.kind === 'demo' ? wireSandbox(deployment) : deployment;
    this.#options = options;
    /** @type {{ key: string, clientId: string, redirect: string } | null} the demo's, once it is issued */
    this.licence = null;
  }

  /** Starts everything; what the demo needs is installed on the way. */
  async start() {
    const { kind } = this.deployment;
    if (kind === 'demo') {
      await Promise.all([this.startServer('sandbox'), this.#installDemo()]);
    }
    if (kind !== 'site') await this.startServer('billing');
    await this.startServer('api');
  }

  async #installDemo() {
    this.licence = await issueDemoLicence(this.deployment);
    await installDemo(this.deployment, this.licence.key);
  }

  /**
   * Starts one server and waits until it is ready.
   *
   * @param {'sandbox' | 'billing' | 'api'} name
   * @throws {ServerDied} when it ends instead.
   */
  startServer(name) {
    return this.#start(name, name, this.deployment.environments[name], this.deployment.local[name]);
  }

  /**
   * Starts another process of the site, as behind a balancer: on the same database, data folder and Redis.
   *
   * @param {number} port
   * @returns {Promise<{ name: ServerName, url: string }>} its name for `server` and `stopServer`, and where it answers
   * @throws {ServerDied} when it ends instead.
   */
  async startAnotherApi(port) {
    const { environments, local } = this.deployment;
    const name = /** @type {const} */ (`api@${port}`);
    const address = new URL(local.api);
    address.port = String(port);
    await this.#start(name, 'api', { ...environments.api, PORT: String(port) }, address.origin);
    return { name, url: address.origin };
  }

  async #start(name, app, env, url) {
    const server = startServer({
      name,
      script: join(this.deployment.root, `apps/${FOLDERS[app]}/dist/main.js`),
      env,
      cwd: this.deployment.root,
      linesKept: this.#options.linesKept,
      onLine: (line) => this.#options.onLine?.(name, line),
    });
    this.#servers.set(name, server);
    const abort = new AbortController();
    const failed = waitUntilReady(url + READY_PATHS[app], { signal: abort.signal }).then(
      () => null,
      (error) => error,
    );
    let ready = false;
    void server.exited.then(() => {
      abort.abort();
      if (ready && this.#servers.get(name) === server) this.#options.onDeath?.(new ServerDied(server));
    });
    const error = await failed;
    if (!server.running()) throw new ServerDied(server);
    if (error) throw error;
    ready = true;
  }

  /** @param {ServerName} name */
  server(name) {
    const server = this.#servers.get(name);
    if (!server) throw new Error(`${name} was not started.`);
    return server;
  }

  /** @param {ServerName} name @param {{ crash?: boolean }} [how] `crash` ends it without warning */
  async stopServer(name, { crash = false } = {}) {
    const server = this.server(name);
    this.#servers.delete(name);
    await (crash ? server.kill() : server.stop());
  }

  /** Ends all servers, those of the site first, so that none asks another that is gone. */
  async stop() {
    const sites = [...this.#servers.keys()].filter((name) => name.startsWith('api'));
    await Promise.all(sites.map((name) => this.stopServer(name)));
    for (const name of /** @type {const} */ (['billing', 'sandbox'])) {
      if (this.#servers.has(name)) await this.stopServer(name);
    }
  }
}
