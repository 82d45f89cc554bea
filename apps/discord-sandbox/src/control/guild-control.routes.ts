import { emptyReply, jsonReply } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import type { SandboxContext } from '../sandbox.context.js';
import type { Guild } from '../world/guild.js';
import { installGuild, newUser } from '../world/new-guild.js';
import { ControlFields, controlError } from './control-fields.js';
import { guildParam, idParam, readJson } from './control-request.js';
import { describeUser, putUser, readUserFields } from './member-fields.js';

/** The bot's role in guilds made by hand lies above all roles up to this position. */
const botPosition = 200;

function describeGuild(guild: Guild) {
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    roles: guild.roles.size,
    members: guild.members.size,
  };
}

function guildRoutes(context: SandboxContext): Route[] {
  const { world } = context;
  const template = '/__control/guilds/:guild';
  return [
    {
      method: 'GET',
      template,
      caller: 'control',
      handle: (exchange) => jsonReply(200, describeGuild(guildParam(context, exchange))),
    },
    {
      method: 'PUT',
      template,
      caller: 'control',
      handle: async (exchange) => {
        const id = idParam(exchange, 'guild');
        const fields = new ControlFields(await readJson(exchange), 'The guild');
        fields.ignore('id', 'roles', 'members');
        const name = fields.text('name', 100);
        const ownerId = fields.id('owner_id');
        fields.finish();
        const present = world.guilds.get(id);
        if (present) {
          present.name = name ?? present.name;
          present.ownerId = ownerId ?? present.ownerId;
          return jsonReply(200, describeGuild(present));
        }
        const ownUserId = ownerId ?? world.newId();
        const owner = world.users.get(ownUserId) ?? newUser(ownUserId, `owner${ownUserId}`);
        const plan = { id, name: name ?? `Guild ${id}`, owner, roles: [], botPosition, botRoleId: world.newId() };
        return jsonReply(201, describeGuild(installGuild(world, plan)));
      },
    },
    {
      method: 'DELETE',
      template,
      caller: 'control',
      handle: (exchange) => {
        if (!world.removeGuild(idParam(exchange, 'guild'))) throw controlError(404, 'There is no such guild.');
        return emptyReply();
      },
    },
  ];
}

function userRoutes(context: SandboxContext): Route[] {
  const { world, grants } = context;
  const template = '/__control/users/:user';
  return [
    {
      method: 'GET',
      template,
      caller: 'control',
      handle: (exchange) => {
        const user = world.users.get(idParam(exchange, 'user'));
        if (!user) throw controlError(404, 'There is no such user.');
        return jsonReply(200, describeUser(user));
      },
    },
    {
      method: 'PUT',
      template,
      caller: 'control',
      handle: async (exchange) => {
        const id = idParam(exchange, 'user');
        const isNew = !world.users.has(id);
        const fields = new ControlFields(await readJson(exchange), 'The user');
        const changes = readUserFields(fields);
        fields.finish();
        const user = putUser(world, id, isNew ? { persona: 'added by hand', ...changes } : changes);
        return jsonReply(isNew ? 201 : 200, describeUser(user));
      },
    },
    {
      method: 'DELETE',
      template,
      caller: 'control',
      handle: (exchange) => {
        const id = idParam(exchange, 'user');
        if (!world.removeUser(id)) throw controlError(404, 'There is no such user.');
        grants.forget(id);
        return emptyReply();
      },
    },
  ];
}

export function guildControlRoutes(context: SandboxContext): Route[] {
  return [...guildRoutes(context), ...userRoutes(context)];
}
