import { discordError } from '../platform/http/discord-errors.js';
import { compareRoles, type Guild } from '../world/guild.js';
import { type Member, permissions, type Role } from '../world/world.types.js';

/**
 * Refuses with 50013 unless the bot may act on this role: it needs MANAGE_ROLES and, unless it owns the guild, a role
 * above the one it acts on. Being administrator does not lift that.
 */
export function requireAuthorityOver(guild: Guild, bot: Member, role: Role): void {
  requireManageRoles(guild, bot);
  if (guild.ownerId === bot.user.id) return;
  const highest = guild.rolesOf(bot)[0] ?? guild.everyone;
  if (compareRoles(highest, role) >= 0) throw discordError(50013);
}

/** The bot may give or take a role only if it is above it and no integration manages the role. */
export function requireMayAssign(guild: Guild, bot: Member, role: Role): void {
  requireAuthorityOver(guild, bot, role);
  if (role.managed || role.id === guild.id) throw discordError(50013);
}

export function requireManageRoles(guild: Guild, bot: Member): void {
  if (!guild.holds(bot, permissions.manageRoles)) throw discordError(50013);
}

/** A role may only be given permissions that the bot itself has. */
export function requireMayGrant(guild: Guild, bot: Member, granted: bigint): void {
  const held = guild.permissionsOf(bot);
  if ((held & permissions.administrator) !== 0n) return;
  if ((granted & ~held) !== 0n) throw discordError(50013);
}
