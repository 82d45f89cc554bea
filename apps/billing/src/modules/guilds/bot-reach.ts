import { PermissionFlagsBits, type APIRole } from 'discord-api-types/v10';

/** What the bot is in a guild. */
export interface BotStanding {
  readonly isOwner: boolean;
  readonly roleIds: readonly string[];
}

type RoleInOrder = Pick<APIRole, 'id' | 'position'>;

/** The highest first. Positions are not unique: of two equal ones the lower id stands higher. */
export function inDiscordOrder(a: RoleInOrder, b: RoleInOrder): number {
  if (a.position !== b.position) return b.position - a.position;
  return BigInt(a.id) < BigInt(b.id) ? -1 : 1;
}

/**
 * Which roles the bot may give: it needs “Manage Roles”, and a role of its own above them. Being administrator does not
 * lift the order of roles, owning the guild does: https://docs.discord.com/developers/topics/permissions
 */
export function reachOf(
  { isOwner, roleIds }: BotStanding,
  roles: readonly APIRole[],
  guildId: string,
): (role: RoleInOrder) => boolean {
  if (isOwner) return () => true;
  const own = roles.filter(({ id }) => id === guildId || roleIds.includes(id)).sort(inDiscordOrder);
  const permissions = own.reduce((sum, role) => sum | BigInt(role.permissions), 0n);
  const mayManage = (permissions & (PermissionFlagsBits.ManageRoles | PermissionFlagsBits.Administrator)) !== 0n;
  const highest = own[0];
  return (role) => mayManage && highest !== undefined && inDiscordOrder(highest, role) < 0;
}
