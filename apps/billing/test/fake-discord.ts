import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const CLIENT_ID = '900000000000000100';
export const CLIENT_SECRET = 'discord-client-secret';
export const BOT_TOKEN = 'discord-bot-token';
export const GUILD = '900000000000000001';
export const JOHN = '123456789012345678';
export const ANNA = '123456789012345679';

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Work is done, but the connection breaks instead of an answer. */
  readonly lost?: boolean;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string;
  readonly body: string;
}

interface Approval {
  readonly userId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly scope: string;
}

interface Role {
  id: string;
  name: string;
  position: number;
  managed: boolean;
  permissions: string;
  color: number;
}

const refused = (status: number, code: number): Answer => ({ status, body: { message: 'Refused', code } });
const badGrant: Answer = {
  status: 400,
  body: { error: 'invalid_grant', error_description: 'Invalid "code" in request.' },
};

/** As much of Discord as the billing server uses, over real HTTP. */
export class FakeDiscord {
  readonly users = new Map([
    [
      JOHN,
      { id: JOHN, username: 'john', discriminator: '1234', global_name: 'John', avatar: 'abc', mfa_enabled: true },
    ],
    [ANNA, { id: ANNA, username: 'anna', discriminator: '0', global_name: null, avatar: null, mfa_enabled: false }],
  ]);
  readonly members = new Map([[JOHN, ['111111111111111111']]]);
  readonly roles: Role[] = [
    { id: GUILD, name: '@everyone', position: 0, managed: false, permissions: '0', color: 0 },
    { id: '111111111111111111', name: 'Student Access', position: 1, managed: false, permissions: '0', color: 255 },
    { id: '222222222222222222', name: 'Premium Member', position: 1, managed: false, permissions: '0', color: 0 },
    {
      id: '333333333333333333',
      name: 'Course Creator',
      position: 2,
      managed: true,
      permissions: '268435456',
      color: 0,
    },
  ];
  readonly calls: string[] = [];
  readonly revocations: string[] = [];
  /** Overrides the answer to `METHOD path`. */
  fault: (call: string, query: URLSearchParams) => Answer | undefined = () => undefined;
  /** The answer to `METHOD path` waits for it. */
  gate: (call: string, query: URLSearchParams) => Promise<unknown> | undefined = () => undefined;
  /** What the bot holds; it is not in the list of members. */
  botRoles = ['333333333333333333'];
  private readonly approvals = new Map<string, Approval>();
  private readonly access = new Map<string, { userId: string; scope: string }>();
  private readonly refreshTokens = new Map<string, { userId: string; scope: string }>();
  private readonly server: Server;
  private nextRole = 600_000_000_000_000_000n;

  constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => void this.respond(request, response, body));
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What the person's browser is sent back with after agreeing on Discord's page. */
  approve(authorizeUrl: string, userId = JOHN): string {
    const asked = new URL(authorizeUrl).searchParams;
    const code = `discord-code-${randomUUID()}`;
    const redirectUri = asked.get('redirect_uri') ?? '';
    this.approvals.set(code, {
      userId,
      redirectUri,
      challenge: asked.get('code_challenge') ?? '',
      scope: asked.get('scope') ?? '',
    });
    return `${redirectUri}?${new URLSearchParams({ code, state: asked.get('state') ?? '', iss: this.url }).toString()}`;
  }

  private async respond(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
    const url = new URL(request.url ?? '', this.url);
    const path = url.pathname.replace('/api/v10', '');
    const method = request.method ?? '';
    const authorization = request.headers.authorization ?? '';
    this.calls.push(`${method} ${path}`);
    await this.gate(`${method} ${path}`, url.searchParams);
    const fault = this.fault(`${method} ${path}`, url.searchParams);
    const answer =
      fault && !fault.lost ? fault : this.answer({ method, path, query: url.searchParams, authorization, body });
    if (fault?.lost) {
      request.socket.destroy();
      return;
    }
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body ?? {}));
  }

  private answer(call: Call): Answer {
    if (call.path === '/oauth2/token') return this.token(new URLSearchParams(call.body));
    if (call.path === '/oauth2/token/revoke') return this.revoke(new URLSearchParams(call.body));
    if (call.path === '/users/@me' && !call.authorization.startsWith('Bot ')) return this.me(call.authorization);
    if (call.authorization !== `Bot ${BOT_TOKEN}`) return refused(401, 0);
    return call.path === '/users/@me' ? { body: { id: CLIENT_ID, username: 'bot' } } : this.guild(call);
  }

  private token(form: URLSearchParams): Answer {
    if (form.get('client_id') !== CLIENT_ID || form.get('client_secret') !== CLIENT_SECRET) {
      return { status: 401, body: { error: 'invalid_client' } };
    }
    if (form.get('grant_type') === 'refresh_token') {
      const held = this.refreshTokens.get(form.get('refresh_token') ?? '');
      this.refreshTokens.delete(form.get('refresh_token') ?? '');
      return held ? this.grant(held.userId, held.scope) : badGrant;
    }
    const approval = this.approvals.get(form.get('code') ?? '');
    this.approvals.delete(form.get('code') ?? '');
    const verifier = form.get('code_verifier') ?? '';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const isGood = approval?.redirectUri === form.get('redirect_uri') && approval?.challenge === challenge;
    return approval && isGood ? this.grant(approval.userId, approval.scope) : badGrant;
  }

  private grant(userId: string, scope: string): Answer {
    const access = `discord-access-${randomUUID()}`;
    const refresh = `discord-refresh-${randomUUID()}`;
    this.access.set(access, { userId, scope });
    this.refreshTokens.set(refresh, { userId, scope });
    return {
      body: { access_token: access, refresh_token: refresh, token_type: 'Bearer', expires_in: 604800, scope },
    };
  }

  /** Revoking any token ends all of that user's. */
  private revoke(form: URLSearchParams): Answer {
    const token = form.get('token') ?? '';
    const userId = (this.access.get(token) ?? this.refreshTokens.get(token))?.userId;
    this.revocations.push(userId ?? 'nobody');
    for (const tokens of [this.access, this.refreshTokens]) {
      for (const [key, held] of tokens) if (held.userId === userId) tokens.delete(key);
    }
    return { body: {} };
  }

  private me(authorization: string): Answer {
    const held = this.access.get(authorization.replace('Bearer ', ''));
    const user = this.users.get(held?.userId ?? '');
    if (!held || !user) return refused(401, 0);
    const email = held.scope.includes('email') ? { email: `${user.username}@example.com`, verified: true } : {};
    return { body: { ...user, locale: 'en-GB', flags: 0, public_flags: 0, ...email } };
  }

  private guild({ method, path, body, query }: Call): Answer {
    const [, , guildId, part, id] = path.split('/');
    if (guildId !== GUILD) return refused(404, 10004);
    if (part === undefined) {
      return { body: { id: GUILD, name: 'Demo guild', owner_id: ANNA, approximate_member_count: this.members.size } };
    }
    if (part === 'roles' && method === 'POST') return this.createRole(JSON.parse(body) as Partial<Role>);
    if (part === 'roles' && id === 'member-counts') return { body: this.memberCounts() };
    if (part === 'roles') return { body: this.roles };
    if (part === 'members' && id === CLIENT_ID) return { body: { ...this.member(id), roles: this.botRoles } };
    if (part === 'members' && id !== undefined) {
      return this.members.has(id) ? { body: this.member(id) } : refused(404, 10007);
    }
    const after = BigInt(query.get('after') ?? '0');
    const later = [...this.members.keys()].map(BigInt).filter((key) => key > after);
    const page = later.sort((a, b) => (a < b ? -1 : 1)).slice(0, Number(query.get('limit') ?? '1'));
    return { body: page.map((key) => this.member(String(key))) };
  }

  private memberCounts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const role of [...this.members.values()].flat()) counts[role] = (counts[role] ?? 0) + 1;
    return counts;
  }

  private createRole({ name = 'new role', permissions = '1024' }: Partial<Role>): Answer {
    const role = { id: String(this.nextRole++), name, permissions, position: 1, managed: false, color: 0 };
    this.roles.push(role);
    return { body: role };
  }

  private member(id: string): object {
    return { user: { id, username: id }, roles: this.members.get(id), joined_at: null, flags: 0, pending: false };
  }
}
