import type { DiscordRoleDto } from '@pulsetech/contracts';
import type { APIRole } from 'discord-api-types/v10';

/** `isReachable` null: it could not be read what the bot may give. @everyone is given by nobody. */
export function roleDto(
  role: APIRole,
  guildId: string,
  isReachable: ((role: APIRole) => boolean) | null,
): DiscordRoleDto {
  const everyone = role.id === guildId;
  return {
    id: role.id,
    name: role.name,
    color: role.colors?.primary_color ?? role.color,
    position: role.position,
    managed: role.managed,
    reachable: everyone || !isReachable ? null : isReachable(role),
    everyone,
  };
}
