/** The demo's manager at the pages' API, as a browser would be. */
export class SiteAdmin {
  #cookies = new Map();
  #csrfToken = '';
  #url;

  constructor(url) {
    this.#url = url;
  }

  static async signIn(url) {
    const admin = new SiteAdmin(url);
    await admin.#session();
    await admin.send('POST', '/api/v1/session', { username: 'admin', password: 'Admin-demo-1' });
    await admin.#session();
    return admin;
  }

  /** @returns {Promise<any>} the answer's body @throws {Error} unless it is a success */
  async send(method, path, body) {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        'content-type': 'application/json',
        'x-csrf-token': this.#csrfToken,
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0].split(/=(.*)/s);
      this.#cookies.set(name, value);
    }
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered by ${response.status}: ${text.slice(0, 500)}`);
    return text === '' ? null : JSON.parse(text);
  }

  async #session() {
    this.#csrfToken = (await this.send('GET', '/api/v1/session')).csrfToken;
  }
}
