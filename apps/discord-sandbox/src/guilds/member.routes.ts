import { invalidForm } from '../platform/http/discord-errors.js';
import type { Exchange } from '../platform/http/exchange.js';
import { emptyReply, jsonReply } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import type { SandboxContext } from '../sandbox.context.js';
import { requireMayAssign } from './bot-authority.js';
import { presentMember } from './guild.presenter.js';
import { membersJson } from './member-json.js';
import { guildOf, memberOf, readSnowflake, roleOf } from './path-ids.js';

/** Discord's default is one member, not a full page. */
function readLimit(text: string | null): number {
  if (text === null) return 1;
  const fault = (code: string, message: string) => invalidForm([{ field: 'limit', code, message }]);
  if (!/^-?\d{1,15}$/.test(text)) throw fault('NUMBER_TYPE_COERCE', `Value "${text}" is not int.`);
  const limit = Number(text);
  if (limit < 1) throw fault('NUMBER_TYPE_MIN', 'int value should be greater than or equal to 1.');
  if (limit > 1000) throw fault('NUMBER_TYPE_MAX', 'int value should be less than or equal to 1000.');
  return limit;
}

function assignment(context: SandboxContext, exchange: Exchange) {
  const { guild, bot } = guildOf(context, exchange);
  const member = memberOf(context, guild, exchange);
  const role = roleOf(guild, exchange);
  requireMayAssign(guild, bot, role);
  return { guild, member, role };
}

export function memberRoutes(context: SandboxContext): Route[] {
  const { world } = context;
  const members = '/guilds/:guild/members';
  const role = `${members}/:user/roles/:role`;
  return [
    {
      method: 'GET',
      template: members,
      caller: 'bot',
      handle: (exchange) => {
        const { guild } = guildOf(context, exchange);
        const limit = readLimit(exchange.query.get('limit'));
        const after = readSnowflake(exchange.query.get('after') ?? '0', 'after');
        const body = membersJson(guild.members.page(after, limit));
        return { status: 200, headers: { 'content-type': 'application/json' }, body };
      },
    },
    {
      method: 'GET',
      template: `${members}/:user`,
      caller: 'bot',
      handle: (exchange) => {
        const { guild } = guildOf(context, exchange);
        return jsonReply(200, presentMember(memberOf(context, guild, exchange)));
      },
    },
    {
      method: 'PUT',
      template: role,
      caller: 'bot',
      handle: (exchange) => {
        const { guild, member, role } = assignment(context, exchange);
        world.giveRole(guild, member, role.id);
        return emptyReply();
      },
    },
    {
      method: 'DELETE',
      template: role,
      caller: 'bot',
      handle: (exchange) => {
        const { guild, member, role } = assignment(context, exchange);
        world.takeRole(guild, member, role.id);
        return emptyReply();
      },
    },
  ];
}
