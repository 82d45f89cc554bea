import { createHash, randomBytes } from 'node:crypto';

export const scopesOffered = [
  'identify',
  'email',
  'connections',
  'guilds',
  'guilds.join',
  'guilds.members.read',
  'openid',
  'role_connections.write',
] as const;

/** Discord's codes live this long. */
const codeLifetimeMs = 100_000;
export const accessTokenLifetimeS = 604_800;
const requestLifetimeMs = 600_000;
const maxOpenRequests = 10_000;

/** What an application asked for and nobody has decided yet. */
export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | null;
  /** PKCE, S256; null if the application sent none. */
  readonly challenge: string | null;
  readonly prompt: 'consent' | 'none';
}

interface Code extends AuthorizationRequest {
  readonly userId: string;
  readonly expiresAt: number;
}

export interface AccessToken {
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

export interface TokenPair extends AccessToken {
  readonly accessToken: string;
  readonly refreshToken: string;
}

export type CodeRefusal = 'invalid code' | 'malformed verifier' | 'wrong verifier';

const secret = () => randomBytes(32).toString('base64url');

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** Codes, tokens and who agreed to what, in memory. Codes and refresh tokens serve once. */
export class GrantStore {
  private readonly requests = new Map<string, { request: AuthorizationRequest; expiresAt: number }>();
  private readonly codes = new Map<string, Code>();
  private readonly accessTokens = new Map<string, AccessToken>();
  private readonly refreshTokens = new Map<string, Omit<AccessToken, 'expiresAt'>>();
  /** Scopes that each user has agreed to. */
  private readonly agreed = new Map<string, Set<string>>();
  /** Which user each browser last signed in as. */
  private readonly browsers = new Map<string, string>();

  constructor(private readonly now: () => number) {}

  reset(): void {
    const stores = [this.requests, this.codes, this.accessTokens, this.refreshTokens, this.agreed, this.browsers];
    for (const store of stores) store.clear();
  }

  /** Keeps a request open until it is decided; the id goes into the form. */
  open(request: AuthorizationRequest): string {
    const oldest = this.requests.keys().next();
    if (this.requests.size >= maxOpenRequests && !oldest.done) this.requests.delete(oldest.value);
    const id = secret();
    this.requests.set(id, { request, expiresAt: this.now() + requestLifetimeMs });
    return id;
  }

  request(id: string): AuthorizationRequest | null {
    const entry = this.requests.get(id);
    return entry && entry.expiresAt > this.now() ? entry.request : null;
  }

  /** Ends a request, so that its form serves once. */
  closeRequest(id: string): void {
    this.requests.delete(id);
  }

  /** The user agrees to what was asked; answers a code for the application. */
  agree(userId: string, request: AuthorizationRequest): string {
    this.agreed.set(userId, new Set([...(this.agreed.get(userId) ?? []), ...request.scopes]));
    const code = secret();
    this.codes.set(code, { ...request, userId, expiresAt: this.now() + codeLifetimeMs });
    return code;
  }

  hasAgreed(userId: string, scopes: readonly string[]): boolean {
    const agreed = this.agreed.get(userId);
    return agreed !== undefined && scopes.every((scope) => agreed.has(scope));
  }

  /** Remembers a browser; answers its new cookie. */
  rememberBrowser(userId: string): string {
    const cookie = secret();
    this.browsers.set(cookie, userId);
    return cookie;
  }

  userOfBrowser(cookie: string): string | null {
    return this.browsers.get(cookie) ?? null;
  }

  /** Spends a code. A malformed verifier leaves the code as it is; any other refusal spends it too. */
  redeem(code: string, redirectUri: string, verifier: string | null): TokenPair | CodeRefusal {
    const entry = this.codes.get(code);
    if (!entry) return 'invalid code';
    if (entry.challenge !== null && !/^[A-Za-z0-9._~-]{43,128}$/.test(verifier ?? '')) return 'malformed verifier';
    this.codes.delete(code);
    if (entry.expiresAt <= this.now() || entry.redirectUri !== redirectUri) return 'invalid code';
    if (entry.challenge !== null && challengeOf(verifier ?? '') !== entry.challenge) return 'wrong verifier';
    return this.issue(entry.userId, entry.scopes);
  }

  refresh(refreshToken: string): TokenPair | null {
    const entry = this.refreshTokens.get(refreshToken);
    if (!entry) return null;
    this.refreshTokens.delete(refreshToken);
    return this.issue(entry.userId, entry.scopes);
  }

  access(token: string): AccessToken | null {
    const entry = this.accessTokens.get(token);
    return entry && entry.expiresAt > this.now() ? entry : null;
  }

  /** Revoking one token, of either kind, ends all tokens of its user and what the user agreed to. */
  revoke(token: string): void {
    const userId = (this.accessTokens.get(token) ?? this.refreshTokens.get(token))?.userId;
    if (userId !== undefined) this.forget(userId);
  }

  forget(userId: string): void {
    for (const store of [this.codes, this.accessTokens, this.refreshTokens]) {
      for (const [key, entry] of store) if (entry.userId === userId) store.delete(key);
    }
    this.agreed.delete(userId);
  }

  private issue(userId: string, scopes: readonly string[]): TokenPair {
    const expiresAt = this.now() + accessTokenLifetimeS * 1000;
    const pair = { accessToken: secret(), refreshToken: secret(), userId, scopes, expiresAt };
    this.accessTokens.set(pair.accessToken, { userId, scopes, expiresAt });
    this.refreshTokens.set(pair.refreshToken, { userId, scopes });
    return pair;
  }
}
