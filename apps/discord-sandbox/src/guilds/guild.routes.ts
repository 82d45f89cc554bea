import { jsonReply } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import type { SandboxContext } from '../sandbox.context.js';
import { presentGuild } from './guild.presenter.js';
import { guildOf } from './path-ids.js';

export function guildRoutes(context: SandboxContext): Route[] {
  return [
    {
      method: 'GET',
      template: '/guilds/:guild',
      caller: 'bot',
      handle: (exchange) => {
        const withCounts = /^(true|1)$/i.test(exchange.query.get('with_counts') ?? '');
        return jsonReply(200, presentGuild(guildOf(context, exchange).guild, withCounts));
      },
    },
  ];
}
