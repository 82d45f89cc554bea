import type { SessionDto } from '@pulsetech/contracts';

/** A browser of its own: keeps cookies, follows no redirect by itself, and proves its session where it changes something. */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(private readonly origin: string) {}

  async get(path: string): Promise<Response> {
    return this.send('GET', path);
  }

  /** Where the server sends the browser, as path and query of this site or as a whole address. */
  async redirectOf(path: string): Promise<string> {
    const response = await this.get(path);
    if (response.status !== 302) throw new Error(`Expected a redirect, got ${response.status}`);
    return response.headers.get('location') ?? '';
  }

  async session(): Promise<SessionDto> {
    return (await (await this.get('/api/v1/session')).json()) as SessionDto;
  }

  async change(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<Response> {
    const { csrfToken } = await this.session();
    return this.send(method, path, body, { 'x-csrf-token': csrfToken });
  }

  async signIn(username: string, password: string): Promise<void> {
    const response = await this.change('POST', '/api/v1/session', { username, password });
    if (!response.ok) throw new Error(`Sign-in answered ${response.status}`);
  }

  private async send(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.origin), {
      method,
      redirect: 'manual',
      headers: { cookie, ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    // Read to its end: the server holds the last byte back until the session is stored.
    const content = await response.arrayBuffer();
    const { status, headers: received } = response;
    return new Response(content.byteLength > 0 ? content : null, { status, headers: received });
  }

  private keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const [name = '', value = ''] = pair.split(/=(.*)/s, 2);
    const expires = attributes.find((attribute) => /^\s*expires=/i.test(attribute))?.split('=')[1];
    const gone = value === '' || (expires !== undefined && Date.parse(expires) === 0);
    if (gone) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
