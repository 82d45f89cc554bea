import type { Exchange } from '../platform/http/exchange.js';
import { jsonReply, Refusal, type Reply } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import type { SandboxContext } from '../sandbox.context.js';
import { clientCredentials, sameSecret } from './credentials.js';
import { accessTokenLifetimeS, type CodeRefusal, type TokenPair } from './grant-store.js';

/** Errors in the form of RFC 6749, as Discord's token endpoint gives them, not `{code, message}`. */
export function oauthErrorReply(error: string, description?: string): Reply {
  const body = description === undefined ? { error } : { error, error_description: description };
  return jsonReply(error === 'invalid_client' ? 401 : 400, body, { 'cache-control': 'no-store' });
}

const refusals: Record<CodeRefusal, readonly [error: string, description: string]> = {
  'invalid code': ['invalid_grant', 'Invalid "code" in request.'],
  'malformed verifier': ['invalid_request', 'Invalid "code_verifier" in request.'],
  'wrong verifier': ['invalid_grant', 'Invalid "code_verifier" in request.'],
};

function refused(error: string, description?: string): Refusal {
  return new Refusal(oauthErrorReply(error, description));
}

async function authenticatedForm(context: SandboxContext, exchange: Exchange): Promise<URLSearchParams> {
  const form = await exchange.form();
  if (!form) throw refused('invalid_request', 'The body must be application/x-www-form-urlencoded.');
  const { id, secret } = clientCredentials(exchange, form);
  if (id !== context.settings.clientId || !sameSecret(secret, context.settings.clientSecret)) {
    throw refused('invalid_client');
  }
  return form;
}

function tokenReply(pair: TokenPair): Reply {
  return jsonReply(
    200,
    {
      token_type: 'Bearer',
      access_token: pair.accessToken,
      expires_in: accessTokenLifetimeS,
      refresh_token: pair.refreshToken,
      scope: pair.scopes.join(' '),
    },
    { 'cache-control': 'no-store' },
  );
}

function redeemCode({ grants }: SandboxContext, form: URLSearchParams): Reply {
  const redirectUri = form.get('redirect_uri') ?? '';
  if (!URL.canParse(redirectUri)) throw refused('invalid_request', 'Invalid "redirect_uri" in request.');
  const outcome = grants.redeem(form.get('code') ?? '', redirectUri, form.get('code_verifier'));
  if (typeof outcome === 'string') throw refused(...refusals[outcome]);
  return tokenReply(outcome);
}

function refresh({ grants }: SandboxContext, form: URLSearchParams): Reply {
  const pair = grants.refresh(form.get('refresh_token') ?? '');
  // Without the full stop: so it stands in Discord's documentation, whatever the reason.
  if (!pair) throw refused('invalid_grant', 'Invalid "refresh_token" in request');
  return tokenReply(pair);
}

export function tokenRoutes(context: SandboxContext): Route[] {
  return [
    {
      method: 'POST',
      template: '/oauth2/token',
      caller: 'anyone',
      handle: async (exchange) => {
        const form = await authenticatedForm(context, exchange);
        const grantType = form.get('grant_type');
        if (grantType === 'authorization_code') return redeemCode(context, form);
        if (grantType === 'refresh_token') return refresh(context, form);
        throw refused('unsupported_grant_type', `Grant type ${grantType ?? 'None'} is not supported`);
      },
    },
    {
      method: 'POST',
      template: '/oauth2/token/revoke',
      caller: 'anyone',
      handle: async (exchange) => {
        const form = await authenticatedForm(context, exchange);
        context.grants.revoke(form.get('token') ?? '');
        return jsonReply(200, {});
      },
    },
  ];
}
