import type { Exchange } from '../platform/http/exchange.js';
import { html, pageReply } from '../platform/http/html.js';
import { redirectReply, Refusal } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import type { SandboxContext } from '../sandbox.context.js';
import { demoGuildId } from '../world/demo-ids.js';
import type { Guild } from '../world/guild.js';
import type { Member } from '../world/world.types.js';
import { boardReply } from './board.page.js';

const pageSize = 100;

function refused(status: number, message: string): Refusal {
  const content = html`<p class="error" role="alert">${message}</p>
    <p><a href="/">Back to the members</a></p>`;
  return new Refusal(pageReply(status, { title: 'That did not work', content }));
}

function guildOrRefuse({ world }: SandboxContext, id: string): Guild {
  const guild = world.guilds.get(id);
  if (!guild) throw refused(404, 'There is no such server here.');
  return guild;
}

function find(guild: Guild, search: string, after: string): Member[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return guild.members.page(after, pageSize + 1);
  return guild.members
    .page(after, guild.members.size)
    .filter(({ user, nick }) =>
      [user.id, user.username, user.globalName, nick].some((text) => text?.toLowerCase().includes(wanted)),
    )
    .slice(0, pageSize + 1);
}

async function change(
  context: SandboxContext,
  exchange: Exchange,
  apply: (guild: Guild, member: Member, roleId: string) => void,
) {
  if (!exchange.isSameOrigin) throw refused(403, 'This form was sent by a page of another site.');
  const form = (await exchange.form()) ?? new URLSearchParams();
  const field = (name: string) => form.get(name) ?? '';
  const guild = guildOrRefuse(context, field('guild'));
  const member = guild.members.get(field('user'));
  const role = guild.roles.get(field('role'));
  if (!member || !role || role === guild.everyone) throw refused(404, 'The member or the role is no longer there.');
  apply(guild, member, role.id);
  const query = new URLSearchParams({ guild: guild.id, q: field('q'), after: field('after') });
  return redirectReply(`/?${query.toString()}#m${member.user.id}`, 303);
}

/** The front page: who is in a guild with which roles, and buttons to change that by hand. */
export function boardRoutes(context: SandboxContext): Route[] {
  const { world } = context;
  return [
    {
      method: 'GET',
      template: '/',
      caller: 'page',
      handle: ({ query }) => {
        const guild = guildOrRefuse(context, query.get('guild') ?? demoGuildId);
        const search = query.get('q') ?? '';
        const after = /^\d{1,20}$/.exec(query.get('after') ?? '')?.[0] ?? '0';
        const found = find(guild, search, after);
        const members = found.slice(0, pageSize);
        const nextAfter = found.length > pageSize ? (members.at(-1)?.user.id ?? null) : null;
        return boardReply({ guild, guilds: [...world.guilds.values()], members, search, after, nextAfter });
      },
    },
    {
      method: 'POST',
      template: '/board/give',
      caller: 'page',
      handle: (exchange) => change(context, exchange, (...at) => world.giveRole(...at)),
    },
    {
      method: 'POST',
      template: '/board/take',
      caller: 'page',
      handle: (exchange) => change(context, exchange, (...at) => world.takeRole(...at)),
    },
  ];
}
