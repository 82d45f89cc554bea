import { DiscordFailure } from '@pulsetech/discord-client';
import { DomainError } from '@pulsetech/server-kit';

export type GuildErrorCode =
  | 'discord_unavailable'
  | 'discord_rate_limited'
  | 'discord_unauthorized'
  | 'guild_unreadable'
  | 'missing_access'
  | 'role_limit_reached'
  | 'invalid_request'
  | 'internal_error';

const MESSAGES: Readonly<Record<GuildErrorCode, string>> = {
  discord_unavailable: 'Discord does not answer at the moment. Nothing was changed; try again in a minute.',
  discord_rate_limited: 'Discord asks us to slow down. Nothing was changed; try again a little later.',
  discord_unauthorized:
    'Discord does not accept the bot of this billing server. Its operator must check the bot token.',
  guild_unreadable: 'The bot is not in this Discord server, or Discord cannot read it now. Invite the bot again.',
  missing_access:
    'Discord does not allow the bot to do this. In Discord, give the bot “Manage Roles”, and switch on the server members intent for it.',
  role_limit_reached: 'This Discord server has reached the limit of 250 roles. Delete a role in Discord first.',
  invalid_request: 'Discord refused this request as malformed.',
  internal_error: 'Something went wrong on our side.',
};

/** What went wrong between us and Discord for a whole request, in words for the site's admin. */
export class GuildError extends DomainError<GuildErrorCode> {
  constructor(code: GuildErrorCode, message: string = MESSAGES[code], retryAfterSeconds?: number) {
    super(code, message, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
  }
}

const RETRY_AFTER_S = 30;

/** What a failure at Discord is called in the answers of this server. */
export function failureCodeOf(failure: DiscordFailure): GuildErrorCode {
  const error = guildErrorOf(failure);
  return error instanceof GuildError ? error.code : 'internal_error';
}

/** The GuildError for a failure at Discord; other errors are passed through. */
export function guildErrorOf(error: unknown): unknown {
  if (!(error instanceof DiscordFailure)) return error;
  const wait = error.retryAfterMs === undefined ? undefined : Math.max(1, Math.ceil(error.retryAfterMs / 1000));
  switch (error.code) {
    case 'discord_unavailable':
    case 'discord_rate_limited':
      return new GuildError(error.code, undefined, wait ?? RETRY_AFTER_S);
    case 'discord_unauthorized':
      return new GuildError(error.code, undefined, wait);
    case 'guild_unreadable':
    case 'missing_access':
    case 'role_limit_reached':
    case 'invalid_request':
      return new GuildError(error.code);
    case 'unknown_member':
    case 'unknown_user':
      // They concern one member and are concluded from where members are read.
      return new GuildError('internal_error');
  }
}
