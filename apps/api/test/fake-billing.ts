import { createHash, generateKeyPairSync, randomBytes, randomInt, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type {
  BillingErrorCode,
  GuildRolesResponse,
  RegisterSiteRequest,
  SiteDto,
  SnapshotDto,
  SnapshotProof,
} from '@pulsetech/contracts';
import { makeLicenceKey, type Observation } from '@pulsetech/domain';
import type { Clock } from '@pulsetech/server-kit';
import { SignJWT } from 'jose';

/** The Discord server of the licence, unless it is moved. */
export const GUILD = '900000000000000001';

export interface FakePerson {
  readonly id: string;
  readonly username: string;
  readonly discriminator?: string;
  readonly global_name?: string | null;
  readonly avatar?: string | null;
  readonly email?: string | null;
  readonly verified?: boolean;
}

interface Answer {
  readonly status: number;
  /** Null for none. */
  readonly body: object | null;
}

/** A snapshot, with what it says of those that were asked about at its time. */
interface FakeSnapshot {
  readonly dto: Omit<SnapshotDto, 'receivedAt'>;
  readonly at: number;
  /** As the fake's own when the snapshot was taken. */
  readonly observations: ReadonlyMap<string, (at: number) => Observation>;
}

interface Authorisation {
  readonly person: FakePerson;
  readonly challenge: string;
  readonly redirectUri: string;
}

const TOKEN_SECONDS = 604_800;
const SNAPSHOTS = '/v1/guild/snapshots/';
const ok = (body: object): Answer => ({ status: 200, body });
const oauthError = (status: number, error: string): Answer => ({ status, body: { error } });
const failure = (status: number, code: string): Answer => ({ status, body: { error: { code, message: code } } });

/** What a site meets when it asks the billing server, on loopback, with one licence and the people that a test makes. */
export class FakeBilling {
  readonly key = makeLicenceKey(randomInt);
  readonly clientId = 'site-1';
  guildId = GUILD;
  /** Discord users and what is read about them; others are members without roles. */
  readonly observations = new Map<string, (at: number) => Observation>();
  /** The guild's roles: id to name. */
  readonly roles = new Map([
    ['111111111111111111', 'Student Access'],
    ['222222222222222222', 'Premium Member'],
  ]);
  /** Roles that stand above the bot's. */
  readonly beyondReach = new Set<string>();
  readonly revoked: string[] = [];
  readonly registrations: RegisterSiteRequest[] = [];
  /** The ids of each call to forget members. */
  readonly forgotten: (readonly string[])[] = [];
  /** What is said of the bot and its pushes. */
  readonly bot: { bot: SiteDto['bot']; pushes: SiteDto['pushes'] } = {
    bot: { state: 'live', since: null, lastHeardAt: null },
    pushes: { waiting: 0, dead: 0, lastSuccessAt: null, lastFailureAt: null, lastFailure: null },
  };
  /** The ids of each member lookup. */
  readonly lookups: (readonly string[])[] = [];
  /** The ids of each lookup in a snapshot. */
  readonly snapshotLookups: (readonly string[])[] = [];
  /** How often a snapshot was begun. */
  snapshotsBegun = 0;
  /** What becomes of snapshots: their proof, or the code with which they fail. */
  proof: SnapshotProof = { proven: true, reason: null, disagreements: [] };
  snapshotFailure: BillingErrorCode | null = null;
  /** So many polls say that the walk is going on. */
  snapshotPolls = 0;
  /** Few are linked of a large guild: nobody walks, and lookups read one by one. */
  /** What Discord says of the number of members; null when it does not say. */
  guildSize: number | null | 'as it is' = 'as it is';
  snapshotKind: SnapshotDto['kind'] = 'walk';
  /** Discord users whom no walk meets, whatever a single reading says of them. */
  readonly hiddenFromWalks = new Set<string>();
  refreshes = 0;
  /** How the server behaves: `down` does not answer, `discord` answers that Discord does not; `answer_lost` registers a site without an answer. */
  fault: 'none' | 'down' | 'discord' | 'me_401' | 'answer_lost' = 'none';
  licence: 'valid' | 'licence_revoked' = 'valid';

  private readonly snapshots = new Map<string, FakeSnapshot>();
  private readonly createdRoles = new Map<string, string>();
  private readonly codes = new Map<string, Authorisation>();
  private readonly accessTokens = new Map<string, FakePerson>();
  private readonly refreshTokens = new Map<string, FakePerson>();
  private readonly signing: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  private readonly server: Server;

  private constructor(private readonly clock: Clock) {
    this.signing = generateKeyPairSync('ed25519');
    this.server = createServer((request, response) => {
      void this.answer(request).then((answer) => {
        if (answer === null) {
          request.socket.destroy();
          return;
        }
        response.writeHead(answer.status, { 'content-type': 'application/json' });
        response.end(answer.body === null ? '' : JSON.stringify(answer.body));
      });
    });
  }

  static async start(clock: Clock): Promise<FakeBilling> {
    const billing = new FakeBilling(clock);
    await new Promise<void>((done) => billing.server.listen(0, '127.0.0.1', done));
    return billing;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** The person agrees at the address that the site sent the browser to; answers where the browser goes next. */
  agree(address: string, person: FakePerson): URL {
    const asked = new URL(address);
    const code = randomBytes(16).toString('hex');
    const redirectUri = asked.searchParams.get('redirect_uri') ?? '';
    this.codes.set(code, { person, challenge: asked.searchParams.get('code_challenge') ?? '', redirectUri });
    const back = new URL(redirectUri);
    back.search = new URLSearchParams({ code, state: asked.searchParams.get('state') ?? '' }).toString();
    return back;
  }

  /** Discord ends all authorisations, as when the person removes the application. */
  endAuthorisations(): void {
    this.accessTokens.clear();
    this.refreshTokens.clear();
  }

  private async answer(request: IncomingMessage): Promise<Answer | null> {
    const body = await text(request);
    if (this.fault === 'down') return null;
    const path = new URL(request.url ?? '/', this.url).pathname;
    switch (`${request.method ?? ''} ${path}`) {
      case 'GET /health':
        return ok({ status: 'ok' });
      case 'GET /.well-known/jwks.json':
        return ok({
          keys: [{ ...this.signing.publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig', alg: 'EdDSA' }],
        });
      case 'POST /v1/licenses/verify':
        return this.licence === 'valid' ? ok(await this.verification()) : failure(403, this.licence);
      case 'GET /v1/guild/roles':
        return ok(this.roleList());
      case 'POST /v1/guild/roles':
        return this.createRole(JSON.parse(body) as { name: string }, String(request.headers['idempotency-key']));
      case 'POST /v1/guild/members/lookup':
        return this.lookup(JSON.parse(body) as { ids: string[] });
      case 'POST /v1/guild/snapshots':
        return this.startSnapshot();
      case 'PUT /v1/site':
        if (this.licence !== 'valid') return failure(403, this.licence);
        this.registrations.push(JSON.parse(body) as RegisterSiteRequest);
        if (this.fault === 'answer_lost') return null;
        return ok({ url: this.url, registeredAt: this.clock.nowSeconds() });
      case 'GET /v1/site':
        return this.licence === 'valid' ? this.site() : failure(403, this.licence);
      case 'POST /v1/guild/members/forget':
        if (this.licence !== 'valid') return failure(403, this.licence);
        this.forgotten.push((JSON.parse(body) as { ids: string[] }).ids);
        return { status: 204, body: null };
      case 'POST /oauth2/token':
        return this.token(new URLSearchParams(body));
      case 'POST /oauth2/token/revoke':
        this.revoked.push(new URLSearchParams(body).get('token') ?? '');
        return ok({});
      case 'GET /users/@me':
        return this.me(request.headers.authorization ?? '');
      default:
        return path.startsWith(SNAPSHOTS) ? this.ofSnapshot(path, body) : failure(404, 'not_found');
    }
  }

  private site(): Answer {
    const registered = this.registrations.at(-1);
    if (!registered) return failure(404, 'not_found');
    const { url, version = null } = registered;
    return ok({ guildId: this.guildId, url, version, registeredAt: this.clock.nowSeconds(), ...this.bot });
  }

  /** What the bot's `/link` puts into its address. */
  invitation(discordId: string, given: { guild?: string; audience?: string; seconds?: number } = {}): Promise<string> {
    return new SignJWT({ guild: given.guild ?? this.guildId })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'k' })
      .setAudience(given.audience ?? this.clientId)
      .setSubject(discordId)
      .setJti('invitation')
      .setExpirationTime(this.clock.nowSeconds() + (given.seconds ?? 600))
      .sign(this.signing.privateKey);
  }

  private async verification(): Promise<object> {
    const now = this.clock.nowSeconds();
    const assertion = await new SignJWT({
      guild: this.guildId,
      key: createHash('sha256').update(this.key).digest('hex'),
      iat: now,
      exp: now + 72 * 3600,
    })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'k' })
      .setAudience('pulsetech-site')
      .setSubject(this.clientId)
      .sign(this.signing.privateKey);
    const guild = { id: this.guildId, name: 'Guild' };
    return { status: 'valid', clientId: this.clientId, guild, expiresAt: null, assertion };
  }

  private roleList(): GuildRolesResponse {
    const everyone = [this.guildId, '@everyone'] as const;
    const roles = [everyone, ...this.roles].map(([id, name], position) => {
      const reachable = !this.beyondReach.has(id);
      return { id, name, color: 0, position, managed: false, reachable, everyone: id === this.guildId };
    });
    const now = this.clock.nowMs();
    return { guild: { id: this.guildId, name: 'Guild' }, roles, receivedAt: now, readAt: now, againInMs: 0 };
  }

  private createRole({ name }: { name: string }, key: string): Answer {
    if (this.fault === 'discord') return failure(503, 'discord_unavailable');
    const id = this.createdRoles.get(key) ?? String(700000000000000000n + BigInt(this.createdRoles.size));
    const role = { id, name, color: 0, position: 1, managed: false, reachable: true, everyone: false };
    this.roles.set(id, name);
    this.createdRoles.set(key, id);
    return ok({ role });
  }

  private lookup({ ids }: { ids: string[] }): Answer {
    this.lookups.push(ids);
    if (this.fault === 'discord') return failure(503, 'discord_unavailable');
    const at = this.clock.nowMs();
    const nothing = (): Observation => ({ kind: 'member', roles: [], pending: false, guest: false, at });
    return ok({
      guildId: this.guildId,
      receivedAt: at,
      members: ids.map((id) => ({ id, observation: (this.observations.get(id) ?? nothing)(at) })),
    });
  }

  /** The billing server lost what it had read, as when it began anew on an empty disk. */
  forgetSnapshots(): void {
    this.snapshots.clear();
  }

  private startSnapshot(): Answer {
    if (this.licence !== 'valid') return failure(403, this.licence);
    if (this.fault === 'discord') return failure(503, 'discord_unavailable');
    const id = `snapshot-${++this.snapshotsBegun}`;
    const at = this.clock.nowMs();
    const total = this.guildSize === 'as it is' ? this.observations.size : this.guildSize;
    const walking: FakeSnapshot['dto'] = {
      id,
      guildId: this.guildId,
      kind: this.snapshotKind,
      state: 'walking',
      failure: null,
      proof: null,
      membersRead: 0,
      membersTotal: total,
      startedAt: at,
      finishedAt: null,
    };
    this.snapshots.set(id, { dto: walking, at, observations: new Map(this.observations) });
    return ok({ ...walking, receivedAt: at });
  }

  private ofSnapshot(path: string, body: string): Answer {
    if (this.licence !== 'valid') return failure(403, this.licence);
    const [id = '', lookup] = path.slice(SNAPSHOTS.length).split('/');
    const snapshot = this.snapshots.get(id);
    if (!snapshot) return failure(404, 'snapshot_unknown');
    if (lookup === undefined) return ok({ ...this.progressOf(id, snapshot), receivedAt: this.clock.nowMs() });
    if (this.fault === 'discord') return failure(503, 'discord_unavailable');
    return this.lookupIn(snapshot, (JSON.parse(body) as { ids: string[] }).ids);
  }

  private progressOf(id: string, { dto, ...rest }: FakeSnapshot): FakeSnapshot['dto'] {
    if (dto.state !== 'walking' || this.snapshotPolls-- > 0) return dto;
    this.snapshotPolls = 0;
    const ended = { ...dto, membersRead: dto.membersTotal ?? 0, finishedAt: this.clock.nowMs() };
    const now: FakeSnapshot['dto'] =
      this.snapshotFailure === null
        ? { ...ended, state: 'complete', proof: this.proof }
        : { ...ended, state: 'failed', failure: this.snapshotFailure };
    this.snapshots.set(id, { dto: now, ...rest });
    return now;
  }

  private lookupIn({ dto, at, observations }: FakeSnapshot, ids: readonly string[]): Answer {
    if (dto.state !== 'complete') return failure(409, 'snapshot_not_ready');
    this.snapshotLookups.push(ids);
    const receivedAt = this.clock.nowMs();
    const readAt = dto.kind === 'walk' ? at : receivedAt;
    const nothing = (time: number): Observation => ({
      kind: 'member',
      roles: [],
      pending: false,
      guest: false,
      at: time,
    });
    const all = ids.map((id) => ({ id, observation: (observations.get(id) ?? nothing)(readAt) }));
    const isMet = ({ id, observation: { kind } }: (typeof all)[number]): boolean =>
      dto.kind === 'single_reads' || (kind !== 'absent' && !this.hiddenFromWalks.has(id));
    const notMet = all.filter((one) => !isMet(one)).map(({ id }) => id);
    return ok({ guildId: this.guildId, receivedAt, members: all.filter(isMet), notMet });
  }

  private token(form: URLSearchParams): Answer {
    if (form.get('client_secret') !== this.key) return oauthError(401, 'invalid_client');
    if (this.fault === 'discord') return oauthError(503, 'temporarily_unavailable');
    if (form.get('grant_type') === 'refresh_token') return this.refresh(form.get('refresh_token') ?? '');
    const code = form.get('code') ?? '';
    const authorisation = this.codes.get(code);
    this.codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (authorisation?.challenge !== challenge || authorisation.redirectUri !== form.get('redirect_uri')) {
      return oauthError(400, 'invalid_grant');
    }
    return this.pairFor(authorisation.person);
  }

  private refresh(token: string): Answer {
    this.refreshes += 1;
    const person = this.refreshTokens.get(token);
    this.refreshTokens.delete(token);
    return person ? this.pairFor(person) : oauthError(400, 'invalid_grant');
  }

  private pairFor(person: FakePerson): Answer {
    const access = `access-${randomBytes(12).toString('hex')}`;
    const refresh = `refresh-${randomBytes(12).toString('hex')}`;
    this.accessTokens.set(access, person);
    this.refreshTokens.set(refresh, person);
    return ok({
      access_token: access,
      refresh_token: refresh,
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      scope: 'identify email',
    });
  }

  private me(authorization: string): Answer {
    const person = this.accessTokens.get(authorization.replace(/^Bearer /, ''));
    if (this.fault === 'discord') return failure(503, 'discord_unavailable');
    if (!person || this.fault === 'me_401') return { status: 401, body: { message: '401: Unauthorized', code: 0 } };
    return ok({ global_name: null, avatar: null, discriminator: '0', ...person });
  }
}
