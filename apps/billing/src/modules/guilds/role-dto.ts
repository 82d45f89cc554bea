import type { DiscordRoleDto } from '@pulsetech/contracts';
import type { DiscordBotClient } from '@pulsetech/discord-client';

type ApiRole = Awaited<ReturnType<DiscordBotClient['createRole']>>;

export function roleDto(role: ApiRole, guildId: string): DiscordRoleDto {
  return {
    id: role.id,
    name: role.name,
    color: role.colors?.primary_color ?? role.color,
    position: role.position,
    managed: role.managed,
    reachable: null,
    everyone: role.id === guildId,
  };
}

/** The highest first. Positions are not unique: of two equal ones the lower id stands higher. */
export function inDiscordOrder(a: DiscordRoleDto, b: DiscordRoleDto): number {
  if (a.position !== b.position) return b.position - a.position;
  return BigInt(a.id) < BigInt(b.id) ? -1 : 1;
}
