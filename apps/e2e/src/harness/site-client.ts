import type { SessionDto } from '@pulsetech/contracts';
import type { ErrorBody } from '@pulsetech/contracts';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
}

/** A person at the site without a browser: keeps cookies and sends the CSRF token, as the pages do. */
export class SiteClient {
  private readonly cookies = new Map<string, string>();
  private csrfToken = '';

  constructor(private readonly url: string) {}

  static async signedIn(url: string, username: string, password: string): Promise<SiteClient> {
    const client = new SiteClient(url);
    const answer = await client.post<SessionDto>('/api/v1/session', { username, password });
    if (answer.status >= 300) throw new Error(`${username} could not sign in: ${JSON.stringify(answer.body)}`);
    await client.session();
    return client;
  }

  async session(): Promise<SessionDto> {
    const { body } = await this.get<SessionDto>('/api/v1/session');
    this.csrfToken = body.csrfToken;
    return body;
  }

  get<T = unknown>(path: string): Promise<Answer<T>> {
    return this.send<T>('GET', path);
  }

  async post<T = unknown>(path: string, body?: unknown): Promise<Answer<T>> {
    if (this.csrfToken === '') await this.session();
    return this.send<T>('POST', path, { body });
  }

  async put<T = unknown>(path: string, body: unknown): Promise<Answer<T>> {
    if (this.csrfToken === '') await this.session();
    return this.send<T>('PUT', path, { body });
  }

  async delete<T = unknown>(path: string): Promise<Answer<T>> {
    if (this.csrfToken === '') await this.session();
    return this.send<T>('DELETE', path);
  }

  /** An answer that is read as it comes. */
  stream(path: string, signal: AbortSignal): Promise<Response> {
    return fetch(new URL(path, this.url), { headers: { cookie: this.cookieHeader() }, signal });
  }

  /** One request as it stands; `csrfToken` null sends none. Redirects are not followed. */
  async send<T = unknown>(
    method: string,
    path: string,
    options: { body?: unknown; csrfToken?: string | null } = {},
  ): Promise<Answer<T>> {
    const token = options.csrfToken === undefined ? this.csrfToken : options.csrfToken;
    const response = await fetch(new URL(path, this.url), {
      method,
      redirect: 'manual',
      headers: {
        ...(this.cookies.size > 0 ? { cookie: this.cookieHeader() } : {}),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token && method !== 'GET' ? { 'x-csrf-token': token } : {}),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) as T };
  }

  private cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private keep(setCookie: string): void {
    const [name = '', value = ''] = (setCookie.split(';')[0] ?? '').split(/=(.*)/s);
    this.cookies.set(name, value);
  }
}

/** The code of an answer that is not a success. */
export function errorCode(answer: Answer<unknown>): string {
  return (answer.body as ErrorBody).error.code;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page or an empty body; tests that care look at the status.
    return text;
  }
}
