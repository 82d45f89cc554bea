import { GuildMemberFlags, type APIGuildMember } from 'discord-api-types/v10';
import type { Observation, UnknownReason } from '@pulsetech/domain';
import type { DiscordFailure } from './discord-failure.js';

/** What a member that Discord gave says. `at`: Unix milliseconds, just before the request that read it. */
export function observationOfMember(member: APIGuildMember, at: number): Extract<Observation, { kind: 'member' }> {
  const flags = member.flags ?? 0;
  return {
    kind: 'member',
    roles: member.roles,
    pending: member.pending === true,
    guest: (flags & GuildMemberFlags.IsGuest) !== 0,
    at,
  };
}

/** What may be concluded from a failure about one member: nothing, except why nothing is known. */
export function unknownBecause(failure: DiscordFailure, at: number): Observation {
  return { kind: 'unknown', reason: reasonOf(failure), at };
}

function reasonOf(failure: DiscordFailure): UnknownReason {
  switch (failure.code) {
    case 'discord_rate_limited':
    case 'discord_unauthorized':
    case 'guild_unreadable':
    case 'missing_access':
      return failure.code;
    default:
      return 'discord_unavailable';
  }
}
