import { type RunningSandbox, startSandbox } from '../src/sandbox.js';

export const client = {
  clientId: '800000000000000001',
  clientSecret: 'client-secret-of-the-tests',
  botToken: 'bot-token-of-the-tests',
  redirectUri: 'http://127.0.0.1:3001/oauth2/callback',
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; null if it has none. */
  readonly body: unknown;
}

async function call(address: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(address, { redirect: 'manual', ...init });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : null };
}

/** Speaks to a sandbox in process as the bot, as the OAuth client, as a browser and as its operator. */
export class SandboxDriver {
  private constructor(
    readonly sandbox: RunningSandbox,
    private readonly clock: { offsetMs: number },
  ) {}

  static async start(): Promise<SandboxDriver> {
    const clock = { offsetMs: 0 };
    const { clientId, clientSecret, botToken, redirectUri } = client;
    const sandbox = await startSandbox({
      clientId,
      clientSecret,
      botToken,
      redirectUris: [redirectUri, 'http://127.0.0.1:3001/other'],
      now: () => Date.now() + clock.offsetMs,
      onError: (error) => {
        throw error;
      },
    });
    return new SandboxDriver(sandbox, clock);
  }

  letPass(ms: number): void {
    this.clock.offsetMs += ms;
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  /** A request of the bot to Discord's API. */
  bot(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { authorization: `Bot ${client.botToken}`, 'content-type': 'application/json' };
    return call(`${this.sandbox.url}/api/v10${path}`, { method, headers, ...json(body) });
  }

  /** A request of a user with an access token, or with any other Authorization header. */
  as(authorization: string, path: string): Promise<Answer> {
    return call(`${this.sandbox.url}/api/v10${path}`, { headers: { authorization } });
  }

  control(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return call(`${this.sandbox.url}/__control${path}`, { method, headers, ...json(body) });
  }

  browse(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return call(`${this.sandbox.url}${path}`, { headers });
  }

  post(path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    return call(`${this.sandbox.url}${path}`, { method: 'POST', headers, body: new URLSearchParams(form) });
  }

  /** A call of the OAuth client, which sends its id and secret in the form. */
  token(form: Record<string, string>, path = '/api/v10/oauth2/token'): Promise<Answer> {
    return this.post(path, { client_id: client.clientId, client_secret: client.clientSecret, ...form });
  }
}

function json(body: unknown): RequestInit {
  return body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
}
