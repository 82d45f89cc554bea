import type {
  BillingTokenDto,
  CreatedTokenDto,
  CreateTokenDto,
  DiscordRoleDto,
  SaveSettingsDto,
  SessionDto,
  SignInDto,
  SyncNowDto,
  UnlinkDto,
} from '@pulsetech/contracts';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ok, refusal, type Answer, type Handler } from './fake-answer.js';
import { webserviceReference } from './fake-reference.js';
import { runRoutes, sendRunEvents } from './fake-run-routes.js';
import { freshState, newToken, people, tokenFunctions, unlinkedPage, type FakeState } from './fake-data.js';

const PREFIX = '/api/v1';
const CSRF = 'fake-csrf-token';

/** Where nobody has to be signed in. */
const PUBLIC = [' /session', ' /webservice/reference'];

/** One request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly csrf: string | undefined;
  readonly body: unknown;
}

export interface FakeApi {
  readonly url: string;
  readonly state: FakeState;
  readonly arrived: readonly Arrived[];
  /** Answers one route differently from now on, e.g. `GET /dashboard`; null answers as usual again. */
  answer(route: string, answer: (Answer & { readonly delayMs?: number }) | null): void;
  close(): Promise<void>;
}

/** A stand-in for the API on loopback: the contract's shapes, one user at a time, everything in memory. */
export async function startFakeApi(
  options: { readonly port?: number; readonly otherwise?: (req: IncomingMessage, res: ServerResponse) => void } = {},
): Promise<FakeApi> {
  const state = freshState();
  const arrived: Arrived[] = [];
  const overrides = new Map<string, Answer & { readonly delayMs?: number }>();
  const routes = routesOf(state);

  const answerApi = async (
    req: IncomingMessage,
    res: ServerResponse,
    { pathname, searchParams }: URL,
  ): Promise<void> => {
    const path = pathname.slice(PREFIX.length);
    const method = req.method ?? 'GET';
    const body = await readJson(req);
    const csrf = req.headers['x-csrf-token'];
    arrived.push({ method, path, csrf: typeof csrf === 'string' ? csrf : undefined, body });
    const id = Number(/\/(\d+)(?=\/|$)/.exec(path)?.[1]);
    const route = `${method} ${path.replace(/\/\d+(?=\/|$)/, '/:id')}`;
    const override = overrides.get(route);
    if (override?.delayMs) await new Promise((resolve) => setTimeout(resolve, override.delayMs));
    if (route === 'GET /sync/runs/:id/events' && !override) {
      sendRunEvents(state, id, res);
      return;
    }
    const answer = override ?? answerOf(route, csrf, body, id, searchParams);
    res.writeHead(answer.status, { 'Content-Type': 'application/json' });
    res.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  };

  const answerOf = (route: string, csrf: unknown, body: unknown, id: number, query: URLSearchParams): Answer => {
    if (!route.startsWith('GET') && csrf !== CSRF) return refusal(403, 'csrf_invalid', 'Load the page again.');
    const handler = routes[route];
    if (!handler) return refusal(404, 'not_found', 'There is nothing at this address.');
    if (!PUBLIC.some((path) => route.endsWith(path)) && !state.user)
      return refusal(401, 'sign_in_required', 'Sign in first.');
    return handler(body, id, query);
  };

  const server: Server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://fake');
    if (url.pathname.startsWith(PREFIX)) void answerApi(req, res, url);
    else if (options.otherwise) options.otherwise(req, res);
    else res.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    state,
    arrived,
    answer: (route, answer) => {
      if (answer) overrides.set(route, answer);
      else overrides.delete(route);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function routesOf(state: FakeState): Readonly<Partial<Record<string, Handler>>> {
  const session = (): SessionDto => ({
    siteName: 'PulseLMS',
    user: state.user,
    csrfToken: CSRF,
    discordLogin: state.discordLogin,
  });
  return {
    'GET /session': () => ok(session()),
    'POST /session': (body) => {
      const { username, password } = body as SignInDto;
      const person = Object.values(people).find((candidate) => candidate.username === username);
      if (!person || !password.endsWith('-demo-1')) {
        return refusal(401, 'invalid_credentials', 'The username or the password is wrong. Check both and try again.');
      }
      state.user = person;
      return ok(session());
    },
    'DELETE /session': () => {
      state.user = null;
      return { status: 204, body: '' };
    },
    'GET /webservice/reference': () => ok(webserviceReference),
    'GET /dashboard': () => ok(state.dashboard),
    'GET /link': () => ok(state.link),
    'POST /link/start': () => ok({ url: '/auth/discord' }),
    'POST /link/sync': () => {
      const answer: SyncNowDto = {
        result: {
          success: true,
          enrolled: 1,
          unenrolled: 0,
          errors: 0,
          changes: [{ action: 'enrolled', course: 'Staff Training', role: 'Teacher' }],
          session_invalidated: false,
        },
        problems: [],
      };
      state.link = {
        ...state.link,
        expected: state.link.expected.map((row) =>
          row.state === 'pending' ? { ...row, state: 'given' as const } : row,
        ),
      };
      return ok(answer);
    },
    'DELETE /link': () => {
      const answer: UnlinkDto = {
        removedCourses: state.link.unlinkEffect.courses,
        suspendedCourses: state.link.unlinkEffect.suspended,
        problems: [],
      };
      state.link = unlinkedPage();
      state.dashboard = { courses: [], discord: null };
      return ok(answer);
    },
    'GET /mappings': () => ok(state.mappings),
    'GET /mappings/options': () => ok(state.options),
    'POST /mappings': (body) => addMapping(state, body),
    'DELETE /mappings/:id': (_body, id) => {
      state.mappings = state.mappings.filter((mapping) => mapping.id !== id);
      return { status: 204, body: '' };
    },
    'POST /discord-roles': (body) => {
      const { name } = body as { name: string };
      const role: DiscordRoleDto = {
        id: `55555555555555555${String(state.options.discordRoles.length)}`,
        name,
        color: 0,
        position: 1,
        managed: false,
        reachable: true,
        everyone: false,
      };
      state.options = { ...state.options, discordRoles: [...state.options.discordRoles, role] };
      return ok(role);
    },
    'POST /discord-roles/refresh': () => ok(state.options),
    'GET /settings': () => ok(state.settings),
    'GET /settings/bot': () =>
      ok({
        condition: 'ok',
        message: 'Changes of roles in Discord arrive here at once.',
        lastPushAt: state.settings.licence.verifiedAt,
        waiting: 0,
      }),
    'PUT /settings': (body) => saveSettings(state, body as SaveSettingsDto),
    'POST /settings/licence/verify': () => {
      const verifiedAt = Math.floor(Date.now() / 1000);
      state.settings = { ...state.settings, licence: { ...state.settings.licence, verifiedAt } };
      return ok(state.settings.licence);
    },
    'GET /tokens': () => ok(state.tokens),
    'GET /tokens/functions': () => ok(tokenFunctions),
    'POST /tokens': (body) => {
      const { name, owner, functions, validUntil, addresses } = body as CreateTokenDto;
      if (owner === 'nobody') {
        const message = 'There is no user with this name. Check the username of the owner.';
        return refusal(404, 'token_owner_not_found', message, { owner: message });
      }
      const limits = { functions: functions ?? null, validUntil: validUntil ?? null, addresses: addresses ?? null };
      const details = newToken({ id: state.tokens.length + 10, name, owner: owner ?? 'admin', ...limits });
      state.tokens = [...state.tokens, details];
      const created: CreatedTokenDto = { token: '0123456789abcdef0123456789abcdef', details, warning: null };
      return ok(created);
    },
    'POST /tokens/billing': () => {
      const details = newToken({ id: state.tokens.length + 10, name: 'Billing server', kind: 'billing' });
      state.tokens = [...state.tokens.filter(({ kind }) => kind !== 'billing'), details];
      const created: BillingTokenDto = { details, handover: { done: true, detail: null } };
      return ok(created);
    },
    'DELETE /tokens/:id': (_body, id) => {
      state.tokens = state.tokens.filter((token) => token.id !== id);
      return { status: 204, body: '' };
    },
    'GET /webservice/log': () => ok(state.webserviceLog),
    ...runRoutes(state),
  };
}

function addMapping(state: FakeState, body: unknown): Answer {
  const { discordRoleId, courseId, roleId, cohortId } = body as Record<string, unknown>;
  const { discordRoles, courses, roles, cohorts } = state.options;
  const same = state.mappings.some(
    (mapping) => mapping.discordRoleId === discordRoleId && mapping.courseId === courseId,
  );
  if (same) return refusal(409, 'mapping_exists', 'This Discord role already gives this course.');
  const cohort = cohorts.find(({ id }) => id === cohortId);
  const mapping = {
    id: 100 + state.mappings.length,
    discordRoleId: String(discordRoleId),
    discordRoleName: discordRoles.find(({ id }) => id === discordRoleId)?.name ?? '',
    courseId: Number(courseId),
    courseName: courses.find(({ id }) => id === courseId)?.name ?? null,
    roleId: Number(roleId),
    roleName: roles.find(({ id }) => id === roleId)?.name ?? null,
    cohortId: cohort?.id ?? null,
    cohortName: cohort?.name ?? null,
    problems: [],
    warnings: [],
    people: 0,
    createdAt: 0,
  };
  state.mappings = [...state.mappings, mapping];
  return { status: 201, body: mapping };
}

function saveSettings(state: FakeState, { licenceKey, revision, ...values }: SaveSettingsDto): Answer {
  if (revision !== state.settings.revision) {
    return refusal(409, 'stale_settings', 'Somebody else has saved these settings meanwhile. Load them again.');
  }
  if (licenceKey && !/^PLMS(-[0-9A-Z]{4}){4}$/.test(licenceKey)) {
    const message = 'A licence key has the form PLMS-XXXX-XXXX-XXXX-XXXX.';
    return refusal(400, 'invalid_request', message, { licenceKey: message });
  }
  state.settings = { ...state.settings, ...values, revision: revision + 1 };
  return ok(state.settings);
}

async function readJson(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}
