import { DomainError } from '@pulsetech/server-kit';

export type ProfileErrorCode = 'unauthorized' | 'discord_unavailable' | 'discord_rate_limited';

const MESSAGES: Readonly<Record<ProfileErrorCode, string>> = {
  unauthorized: '401: Unauthorized',
  discord_unavailable: 'Discord does not answer at the moment. Try again in a minute.',
  discord_rate_limited: 'Discord asks us to slow down. Try again a little later.',
};

/** `unauthorized`: the token is not, or no longer, good for this site. */
export class ProfileError extends DomainError<ProfileErrorCode> {
  constructor(code: ProfileErrorCode, retryAfterSeconds?: number) {
    super(code, MESSAGES[code], retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
  }
}
