import { discordError } from '../platform/http/discord-errors.js';
import { emptyReply, jsonReply } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import type { SandboxContext } from '../sandbox.context.js';
import { maxRoles } from '../world/guild.js';
import { newRole } from '../world/new-guild.js';
import { requireAuthorityOver, requireManageRoles, requireMayGrant } from './bot-authority.js';
import { presentRole } from './guild.presenter.js';
import { guildOf, roleOf } from './path-ids.js';
import { readRoleForm } from './role-form.js';

export function roleRoutes(context: SandboxContext): Route[] {
  const { world } = context;
  const roles = '/guilds/:guild/roles';
  const one = `${roles}/:role`;
  return [
    {
      method: 'GET',
      template: roles,
      caller: 'bot',
      handle: (exchange) => jsonReply(200, [...guildOf(context, exchange).guild.roles.values()].map(presentRole)),
    },
    {
      method: 'GET',
      template: `${roles}/member-counts`,
      caller: 'bot',
      handle: (exchange) => jsonReply(200, Object.fromEntries(guildOf(context, exchange).guild.memberCounts())),
    },
    {
      method: 'POST',
      template: roles,
      caller: 'bot',
      handle: async (exchange) => {
        const { guild, bot } = guildOf(context, exchange);
        requireManageRoles(guild, bot);
        const { name = 'new role', permissions = guild.everyone.permissions, ...rest } = await readRoleForm(exchange);
        requireMayGrant(guild, bot, permissions);
        if (guild.roles.size >= maxRoles) throw discordError(30005);
        const role = newRole(world.newId(), name, 1, { permissions, ...rest });
        world.putRole(guild, role);
        return jsonReply(200, presentRole(role));
      },
    },
    {
      method: 'GET',
      template: one,
      caller: 'bot',
      handle: (exchange) => jsonReply(200, presentRole(roleOf(guildOf(context, exchange).guild, exchange))),
    },
    {
      method: 'PATCH',
      template: one,
      caller: 'bot',
      handle: async (exchange) => {
        const { guild, bot } = guildOf(context, exchange);
        const role = roleOf(guild, exchange);
        requireAuthorityOver(guild, bot, role);
        const changes = await readRoleForm(exchange);
        requireMayGrant(guild, bot, changes.permissions ?? 0n);
        Object.assign(role, changes);
        world.putRole(guild, role);
        return jsonReply(200, presentRole(role));
      },
    },
    {
      method: 'DELETE',
      template: one,
      caller: 'bot',
      handle: (exchange) => {
        const { guild, bot } = guildOf(context, exchange);
        const role = roleOf(guild, exchange);
        requireAuthorityOver(guild, bot, role);
        if (role.managed || !world.removeRole(guild, role.id)) throw discordError(50013);
        return emptyReply();
      },
    },
  ];
}
