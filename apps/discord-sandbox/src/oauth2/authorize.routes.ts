import type { Exchange } from '../platform/http/exchange.js';
import { redirectReply, Refusal, type Reply, withHeaders } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import type { SandboxContext } from '../sandbox.context.js';
import type { User } from '../world/world.types.js';
import { authorizeErrorReply, authorizePageReply } from './authorize.page.js';
import { type AuthorizationRequest, scopesOffered } from './grant-store.js';

const browserCookie = 'discord_sandbox';

function refused(message: string): Refusal {
  return new Refusal(authorizeErrorReply(message));
}

/** Back to the application with these parameters and, if it sent one, its state. */
function back(request: Pick<AuthorizationRequest, 'redirectUri' | 'state'>, answer: Record<string, string>): Reply {
  const target = new URL(request.redirectUri);
  for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value);
  if (request.state !== null) target.searchParams.set('state', request.state);
  return redirectReply(target.href);
}

function readChallenge(query: URLSearchParams): string | null {
  const challenge = query.get('code_challenge');
  const method = query.get('code_challenge_method');
  if (challenge === null && method === null) return null;
  if (method !== 'S256') throw refused('Unsupported "code_challenge_method": only S256 is supported.');
  if (challenge === null || !/^[A-Za-z0-9_-]{43}$/.test(challenge)) throw refused('Invalid "code_challenge".');
  return challenge;
}

function readRequest({ settings }: SandboxContext, query: URLSearchParams): AuthorizationRequest {
  if (query.get('client_id') !== settings.clientId) throw refused('Unknown application: "client_id" names none here.');
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!settings.redirectUris.includes(redirectUri)) {
    throw refused(
      'Mismatching redirect URI: it must be one of those registered for the application, letter by letter.',
    );
  }
  if (query.get('response_type') !== 'code') throw refused('Unsupported "response_type": it must be "code".');
  const scopes = [...new Set((query.get('scope') ?? '').split(' ').filter((scope) => scope !== ''))];
  if (scopes.length === 0) throw refused('The request names no "scope".');
  const prompt = query.get('prompt') ?? 'consent';
  if (prompt !== 'consent' && prompt !== 'none') throw refused('Invalid "prompt": it must be "consent" or "none".');
  const request = { redirectUri, scopes, state: query.get('state'), challenge: readChallenge(query), prompt } as const;
  if (!scopes.every((scope) => scopesOffered.some((offered) => offered === scope))) {
    const error_description = 'The requested scope is invalid, unknown, or malformed.';
    throw new Refusal(back(request, { error: 'invalid_scope', error_description }));
  }
  return request;
}

function personaById({ world }: SandboxContext, id: string | null): User | null {
  const user = world.users.get(id ?? '');
  return user && !user.bot ? user : null;
}

function showPage(
  context: SandboxContext,
  requestId: string,
  request: AuthorizationRequest,
  choice: PageChoice,
): Reply {
  const offered = [...context.world.users.values()].filter((user) => user.persona !== null && !user.bot);
  const { selected } = choice;
  return authorizePageReply({
    application: context.world.application.name,
    requestId,
    scopes: request.scopes,
    personas: selected && !offered.includes(selected) ? [selected, ...offered] : offered,
    selected: selected?.id ?? null,
    returnHost: new URL(request.redirectUri).host,
    fault: choice.fault,
  });
}

interface PageChoice {
  readonly selected: User | null;
  readonly fault: string | null;
}

function agree(context: SandboxContext, exchange: Exchange, user: User, request: AuthorizationRequest): Reply {
  const iss = context.publicUrl ?? `http://${exchange.header('host') ?? ''}`;
  return back(request, { code: context.grants.agree(user.id, request), iss });
}

function ask(context: SandboxContext, exchange: Exchange): Reply {
  const { query } = exchange;
  const request = readRequest(context, query);
  const known = personaById(context, context.grants.userOfBrowser(exchange.cookie(browserCookie) ?? ''));
  if (request.prompt === 'none' && known && context.grants.hasAgreed(known.id, request.scopes)) {
    return agree(context, exchange, known, request);
  }
  const selected = personaById(context, query.get('persona')) ?? known;
  return showPage(context, context.grants.open(request), request, { selected, fault: null });
}

async function decide(context: SandboxContext, exchange: Exchange): Promise<Reply> {
  const { grants } = context;
  if (!exchange.isSameOrigin) throw refused('This form was sent by a page of another site.');
  const form = (await exchange.form()) ?? new URLSearchParams();
  const requestId = form.get('request_id') ?? '';
  const request = grants.request(requestId);
  if (!request) throw refused('This page has been used already or is too old.');
  const decision = form.get('decision');
  if (decision === 'cancel') {
    grants.closeRequest(requestId);
    const error_description = 'The resource owner or authorization server denied the request';
    return back(request, { error: 'access_denied', error_description });
  }
  if (decision !== 'authorize') throw refused('The form says neither "authorize" nor "cancel".');
  const user = personaById(context, form.get('persona'));
  if (!user) return showPage(context, requestId, request, { selected: null, fault: 'Choose who you are first.' });
  grants.closeRequest(requestId);
  const cookie = `${browserCookie}=${grants.rememberBrowser(user.id)}; Path=/; HttpOnly; SameSite=Lax`;
  return withHeaders(agree(context, exchange, user, request), { 'set-cookie': cookie });
}

export function authorizeRoutes(context: SandboxContext): Route[] {
  return [
    {
      method: 'GET',
      template: '/oauth2/authorize',
      caller: 'anyone',
      handle: (exchange) => ask(context, exchange),
    },
    {
      method: 'POST',
      template: '/oauth2/authorize',
      caller: 'anyone',
      handle: (exchange) => decide(context, exchange),
    },
  ];
}
