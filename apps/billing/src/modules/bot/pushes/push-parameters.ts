import type { KnownObservation } from '@pulsetech/domain';

/** What is older is better read anew; the site does not take it. */
export const OLDEST_MS = 86_400_000;

/** What the site is told about somebody, as parameters of `local_pulsetech_discord_sync_user_roles`. */
export function pushParameters(
  guildId: string,
  discordUserId: string,
  observation: KnownObservation,
  now: number,
): Record<string, string> {
  const roles = observation.kind === 'member' ? observation.roles : [];
  return {
    discord_id: discordUserId,
    guild_id: guildId,
    member_state: stateOf(observation),
    age_ms: String(Math.min(OLDEST_MS, Math.max(0, now - observation.at))),
    ...Object.fromEntries(roles.map((role, index) => [`discord_roles[${index}]`, role])),
  };
}

function stateOf(observation: KnownObservation): string {
  if (observation.kind === 'absent') return 'absent';
  if (observation.pending) return 'pending';
  return observation.guest ? 'guest' : 'member';
}
