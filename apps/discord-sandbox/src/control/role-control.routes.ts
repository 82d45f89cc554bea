import { presentRole } from '../guilds/guild.presenter.js';
import { emptyReply, jsonReply } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import type { SandboxContext } from '../sandbox.context.js';
import { newRole } from '../world/new-guild.js';
import type { Role } from '../world/world.types.js';
import { ControlFields, controlError, given } from './control-fields.js';
import { guildParam, idParam, readJson } from './control-request.js';

function readRoleFields(fields: ControlFields): Partial<Role> {
  fields.ignore('id', 'colors', 'icon', 'tags', 'flags', 'member_count');
  const primary = fields.integer('color', 0, 0xffffff);
  return given({
    name: fields.text('name', 100),
    permissions: fields.decimal('permissions'),
    position: fields.integer('position', 0, 10_000),
    colours: primary === undefined ? undefined : { primary, secondary: null, tertiary: null },
    hoist: fields.flag('hoist'),
    managed: fields.flag('managed'),
    mentionable: fields.flag('mentionable'),
    unicodeEmoji: fields.textOrNull('unicode_emoji', 100),
  });
}

export function roleControlRoutes(context: SandboxContext): Route[] {
  const { world } = context;
  const roles = '/__control/guilds/:guild/roles';
  const one = `${roles}/:role`;
  return [
    {
      method: 'GET',
      template: roles,
      caller: 'control',
      handle: (exchange) => {
        const guild = guildParam(context, exchange);
        const counts = guild.memberCounts();
        const described = guild
          .rolesFromTop()
          .map((role) => ({ ...presentRole(role), member_count: counts.get(role.id) ?? guild.members.size }));
        return jsonReply(200, described);
      },
    },
    {
      method: 'GET',
      template: one,
      caller: 'control',
      handle: (exchange) => {
        const guild = guildParam(context, exchange);
        const role = guild.roles.get(idParam(exchange, 'role'));
        if (!role) throw controlError(404, 'The guild has no such role.');
        const member_count = guild.memberCounts().get(role.id) ?? guild.members.size;
        return jsonReply(200, { ...presentRole(role), member_count });
      },
    },
    {
      method: 'PUT',
      template: one,
      caller: 'control',
      handle: async (exchange) => {
        const guild = guildParam(context, exchange);
        const id = idParam(exchange, 'role');
        const fields = new ControlFields(await readJson(exchange), 'The role');
        const changes = readRoleFields(fields);
        fields.finish();
        const present = guild.roles.get(id);
        const role = Object.assign(present ?? newRole(id, 'new role', 1), changes);
        world.putRole(guild, role);
        return jsonReply(present ? 200 : 201, presentRole(role));
      },
    },
    {
      method: 'DELETE',
      template: one,
      caller: 'control',
      handle: (exchange) => {
        const guild = guildParam(context, exchange);
        const id = idParam(exchange, 'role');
        if (id === guild.id) throw controlError(400, '@everyone cannot be deleted.');
        if (!world.removeRole(guild, id)) throw controlError(404, 'The guild has no such role.');
        return emptyReply();
      },
    },
  ];
}
