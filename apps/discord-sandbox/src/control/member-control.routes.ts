import { emptyReply, jsonReply } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import type { SandboxContext } from '../sandbox.context.js';
import type { Member } from '../world/world.types.js';
import { ControlFields, controlError, isRecord } from './control-fields.js';
import { guildParam, idParam, readJson } from './control-request.js';
import { generateMembers } from './generated-members.js';
import { applyMember, describeMember } from './member-fields.js';

export function memberControlRoutes(context: SandboxContext): Route[] {
  const { world } = context;
  const members = '/__control/guilds/:guild/members';
  const one = `${members}/:user`;
  return [
    {
      method: 'GET',
      template: members,
      caller: 'control',
      handle: (exchange) => {
        const guild = guildParam(context, exchange);
        const limit = Number(exchange.query.get('limit') ?? '100');
        const after = exchange.query.get('after') ?? '0';
        if (!Number.isInteger(limit) || limit < 1 || !/^\d+$/.test(after)) {
          throw controlError(400, 'limit must be a whole number above 0, and after an id.');
        }
        return jsonReply(
          200,
          guild.members.page(after, limit).map((member) => describeMember(guild, member)),
        );
      },
    },
    {
      method: 'POST',
      template: members,
      caller: 'control',
      handle: async (exchange) => {
        const guild = guildParam(context, exchange);
        const body = await readJson(exchange);
        if (isRecord(body) && 'count' in body) {
          const created = generateMembers(world, guild, new ControlFields(body, 'The order of members'));
          return jsonReply(200, { created, changed: 0, members: guild.members.size });
        }
        const list = isRecord(body) ? body['members'] : body;
        if (!Array.isArray(list)) throw controlError(400, 'Send a list of members, {"members": […]} or {"count": …}.');
        const added = new Map<string, Member>();
        const changed = new Set<Member>();
        for (const [index, entry] of list.entries()) {
          const fields = new ControlFields(entry, `Member ${index}`);
          const id = fields.id('id');
          if (id === undefined) throw controlError(400, `Member ${index} needs an id of 17 to 19 digits, as text.`);
          const { member, isNew } = applyMember(world, guild, id, fields);
          if (isNew) added.set(id, member);
          else changed.add(member);
        }
        world.addMembers(guild, [...added.values()]);
        for (const member of changed) world.memberChanged(guild, member);
        return jsonReply(200, { created: added.size, changed: changed.size, members: guild.members.size });
      },
    },
    {
      method: 'GET',
      template: one,
      caller: 'control',
      handle: (exchange) => {
        const guild = guildParam(context, exchange);
        const member = guild.members.get(idParam(exchange, 'user'));
        if (!member) throw controlError(404, 'The guild has no such member.');
        return jsonReply(200, describeMember(guild, member));
      },
    },
    {
      method: 'PUT',
      template: one,
      caller: 'control',
      handle: async (exchange) => {
        const guild = guildParam(context, exchange);
        const id = idParam(exchange, 'user');
        const fields = new ControlFields(await readJson(exchange), 'The member');
        const { member, isNew } = applyMember(world, guild, id, fields);
        if (isNew) world.addMember(guild, member);
        else world.memberChanged(guild, member);
        return jsonReply(isNew ? 201 : 200, describeMember(guild, member));
      },
    },
    {
      method: 'DELETE',
      template: one,
      caller: 'control',
      handle: (exchange) => {
        const guild = guildParam(context, exchange);
        if (!world.removeMember(guild, idParam(exchange, 'user')))
          throw controlError(404, 'The guild has no such member.');
        return emptyReply();
      },
    },
  ];
}
