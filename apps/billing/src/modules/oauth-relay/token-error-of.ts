import { DiscordOAuthFailure } from '@pulsetech/discord-client';
import { TokenEndpointError } from './token-endpoint.error.js';

const RETRY_AFTER_S = 30;

/** What a site is told about a failure at Discord; `grantFault` is Discord's own wording for the grant in question. */
export function tokenErrorOf(error: unknown, grantFault: string): unknown {
  if (!(error instanceof DiscordOAuthFailure)) return error;
  switch (error.code) {
    case 'invalid_grant':
      return new TokenEndpointError('invalid_grant', grantFault);
    case 'discord_rate_limited':
    case 'discord_unavailable':
    case 'token_invalid': {
      // A 401 on a token of this very moment is Discord's own fault; it has been seen to pass.
      const wait = error.retryAfterMs === undefined ? RETRY_AFTER_S : Math.ceil(error.retryAfterMs / 1000);
      const status = error.code === 'discord_rate_limited' ? 429 : 503;
      return new TokenEndpointError('temporarily_unavailable', 'Discord does not answer at the moment.', {
        status,
        retryAfterSeconds: wait,
      });
    }
    case 'invalid_client':
    case 'invalid_request':
      // Our own registration at Discord is at fault; the site's is not, and must not be told that it is.
      return new TokenEndpointError('temporarily_unavailable', 'Discord does not accept this server at the moment.');
  }
}
