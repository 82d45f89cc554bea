import { DEMO_GUILD } from '../demo-wiring.mjs';

/** Far below what the sandbox takes in one body. */
const MEMBERS_PER_REQUEST = 10_000;

/** Discord's side: roles and members of the guild, and what was asked of it. */
export class SandboxControl {
  #url;

  /** @param {string} url of the sandbox */
  constructor(url) {
    this.#url = url;
  }

  async putRole(id, name) {
    await this.#send('PUT', `/guilds/${DEMO_GUILD}/roles/${id}`, { name });
  }

  /** Makes members, or changes them. @param {readonly { id: string, roles: readonly string[] }[]} members */
  async putMembers(members) {
    for (let from = 0; from < members.length; from += MEMBERS_PER_REQUEST) {
      const part = members.slice(from, from + MEMBERS_PER_REQUEST);
      await this.#send('POST', `/guilds/${DEMO_GUILD}/members`, { members: part });
    }
  }

  async memberCount() {
    return (await this.#send('GET', `/guilds/${DEMO_GUILD}`)).members;
  }

  /** @param {'off' | 'real'} mode */
  async setLimits(mode) {
    await this.#send('PUT', '/limits', { mode });
  }

  async limits() {
    return this.#send('GET', '/limits');
  }

  async forgetRequests() {
    await this.#send('DELETE', '/requests');
  }

  /** How often each route was asked since they were forgotten. @returns {Promise<Record<string, number>>} */
  async requests() {
    return this.#send('GET', '/requests');
  }

  async #send(method, path, body) {
    const response = await fetch(`${this.#url}/__control${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`The sandbox refused ${method} ${path}: ${text.slice(0, 500)}`);
    return text === '' ? null : JSON.parse(text);
  }
}
