import { presentRole } from '../guilds/guild.presenter.js';
import { emptyReply, jsonReply } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import type { SandboxContext } from '../sandbox.context.js';
import { newRole } from '../world/new-guild.js';
import type { Guild } from '../world/guild.js';
import type { Member, Role } from '../world/world.types.js';
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

function membersNamed(guild: Guild, fields: ControlFields, name: 'give' | 'take'): Member[] {
  const ids = fields.ids(name) ?? [];
  const members = ids.flatMap((id) => guild.members.get(id) ?? []);
  if (members.length < ids.length) fields.fault(`${name} names users who are not in the guild.`);
  return members;
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
      method: 'POST',
      template: `${one}/members`,
      caller: 'control',
      handle: async (exchange) => {
        const guild = guildParam(context, exchange);
        const id = idParam(exchange, 'role');
        if (id === guild.id || !guild.roles.has(id)) throw controlError(404, 'The guild has no such role to give.');
        const fields = new ControlFields(await readJson(exchange), 'The order');
        const given = membersNamed(guild, fields, 'give');
        const taken = membersNamed(guild, fields, 'take');
        fields.finish();
        for (const member of given) world.giveRole(guild, member, id);
        for (const member of taken) world.takeRole(guild, member, id);
        return jsonReply(200, { member_count: guild.memberCounts().get(id) ?? 0 });
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
