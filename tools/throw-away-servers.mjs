import { startMariaDb } from './mariadb-server.mjs';
import { startRedis } from './redis-server.mjs';

/**
 * The servers that the tests need. Each is started when the first part needs it; one that died is replaced by a new one.
 */
export class ThrowAwayServers {
  /** @type {Map<string, { url: string, death: () => string | null, stop: () => Promise<void> }>} */
  #running = new Map();
  #start;

  /** @param {string} root */
  constructor(root) {
    this.#start = { mariaDb: () => startMariaDb(root), redis: () => startRedis(root) };
  }

  /** @param {'mariaDb' | 'redis'} kind */
  async url(kind) {
    const server = this.#running.get(kind) ?? (await this.#start[kind]());
    this.#running.set(kind, server);
    return server.url;
  }

  /** What is to be told about servers that died since this was asked the last time. */
  async takeDeaths() {
    const deaths = [];
    for (const [kind, server] of [...this.#running]) {
      const death = server.death();
      if (death === null) continue;
      deaths.push(death);
      this.#running.delete(kind);
      await server.stop();
    }
    return deaths;
  }

  async stop() {
    for (const server of this.#running.values()) await server.stop();
    this.#running.clear();
  }
}
