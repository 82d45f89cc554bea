import { DiscordAPIError, HTTPError, RateLimitError } from '@discordjs/rest';
import { DiscordFailure, type DiscordFailureCode } from './discord-failure.js';

/** Discord's JSON error codes that mean something to us: https://docs.discord.com/developers/topics/opcodes-and-status-codes */
const CODES: Readonly<Record<number, DiscordFailureCode>> = {
  10004: 'guild_unreadable',
  10007: 'unknown_member',
  10013: 'unknown_user',
  20028: 'discord_rate_limited',
  20029: 'discord_rate_limited',
  30005: 'role_limit_reached',
  40062: 'discord_unavailable',
  40333: 'discord_unavailable',
  50001: 'missing_access',
  50013: 'missing_access',
  130000: 'discord_unavailable',
};

/** Turns whatever the library threw into a failure that is safe to keep; nothing of the original error is kept. */
export function failureOf(error: unknown): DiscordFailure {
  if (error instanceof DiscordFailure) return error;
  if (error instanceof RateLimitError) {
    const wait = Number.isFinite(error.retryAfter) ? Math.max(error.retryAfter, error.sublimitTimeout) : 0;
    return new DiscordFailure('discord_rate_limited', { status: 429, ...(wait > 0 ? { retryAfterMs: wait } : {}) });
  }
  if (error instanceof DiscordAPIError) return ofApiError(error.status, error.code);
  if (error instanceof HTTPError) return new DiscordFailure('discord_unavailable', { status: error.status });
  return new DiscordFailure('discord_unavailable');
}

function ofApiError(status: number, code: unknown): DiscordFailure {
  if (status === 401) return new DiscordFailure('discord_unauthorized', { status });
  if (typeof code !== 'number') {
    // Not Discord's own error body: a page of the network in front of it, which says nothing about guild or member.
    return new DiscordFailure(status === 400 ? 'invalid_request' : 'discord_unavailable', { status });
  }
  const known = CODES[code];
  if (known) return new DiscordFailure(known, { status });
  return new DiscordFailure(status === 403 ? 'missing_access' : 'invalid_request', { status });
}
