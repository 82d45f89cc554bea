import { avatarPath } from '../avatars/avatar.routes.js';
import { html, type Html, pageReply } from '../platform/http/html.js';
import type { Reply } from '../platform/http/reply.js';
import type { Guild } from '../world/guild.js';
import type { Member, Role } from '../world/world.types.js';

export interface BoardView {
  readonly guild: Guild;
  readonly guilds: readonly Guild[];
  readonly members: readonly Member[];
  readonly search: string;
  readonly after: string;
  /** The id after which the next page starts; null on the last page. */
  readonly nextAfter: string | null;
}

function address(view: BoardView, after: string): string {
  return `/?${new URLSearchParams({ guild: view.guild.id, q: view.search, after }).toString()}`;
}

function hidden(view: BoardView, member: Member): Html {
  const fields = { guild: view.guild.id, user: member.user.id, q: view.search, after: view.after };
  return html`${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}`;
}

function takeForm(view: BoardView, member: Member, role: Role): Html {
  return html`<form method="post" action="/board/take">
    ${hidden(view, member)}<input type="hidden" name="role" value="${role.id}" />
    <button class="chip" aria-label="Take ${role.name} from ${member.user.username}">
      ${role.name} <span aria-hidden="true">×</span>
    </button>
  </form>`;
}

function giveForm(view: BoardView, member: Member): Html {
  const free = view.guild.rolesFromTop().filter((role) => role.id !== view.guild.id && !member.roles.includes(role.id));
  const id = `give-${member.user.id}`;
  return html`<form method="post" action="/board/give">
    ${hidden(view, member)}
    <label class="visually-hidden" for="${id}">Role for ${member.user.username}</label>
    <select name="role" id="${id}">
      ${free.map((role) => html`<option value="${role.id}">${role.name}</option>`)}
    </select>
    <button aria-label="Give the chosen role to ${member.user.username}">Give</button>
  </form>`;
}

function row(view: BoardView, member: Member): Html {
  const { user } = member;
  const tag = user.discriminator === '0' ? '' : `#${user.discriminator}`;
  const marks = [user.bot ? 'bot' : null, member.pending ? 'pending' : null, member.joinedAt === null ? 'guest' : null];
  return html`<tr id="m${user.id}">
    <td><img class="avatar" alt="" loading="lazy" src="${avatarPath(user)}" /></td>
    <th scope="row">
      <bdi>${member.nick ?? user.globalName ?? user.username}</bdi><br />
      <span class="soft"
        ><bdi>${user.username}${tag}</bdi> ${marks.filter((mark) => mark !== null).join(', ')}<br />${user.id}</span
      >
    </th>
    <td>${view.guild.rolesOf(member).map((role) => takeForm(view, member, role))}</td>
    <td>${giveForm(view, member)}</td>
  </tr>`;
}

function roleList(guild: Guild): Html {
  const counts = guild.memberCounts();
  return html`<ul>
    ${guild.rolesFromTop().map(
      (role) =>
        html`<li>
          <bdi>${role.name}</bdi>
          <span class="soft"
            >${role.id}, members: ${counts.get(role.id) ?? guild.members.size}${role.managed ? ', managed' : ''}</span
          >
        </li>`,
    )}
  </ul>`;
}

export function boardReply(view: BoardView): Reply {
  const { guild } = view;
  const others = view.guilds.filter((other) => other !== guild);
  return pageReply(200, {
    title: guild.name,
    wide: true,
    content: html`<p>
        Server ${guild.id} with ${guild.members.size} members. What you change here, you change as a person on Discord
        would.
      </p>
      ${others.map((other) => html`<p><a href="/?guild=${other.id}">${other.name}</a></p>`)}
      <h2>Roles, the highest first</h2>
      ${roleList(guild)}
      <h2>Members</h2>
      <form method="get" action="/">
        <input type="hidden" name="guild" value="${guild.id}" />
        <label for="q">Name or id</label>
        <input type="search" name="q" id="q" value="${view.search}" />
        <button>Search</button>
      </form>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col"><span class="visually-hidden">Picture</span></th>
              <th scope="col">Member</th>
              <th scope="col">Roles (press one to take it away)</th>
              <th scope="col">Give a role</th>
            </tr>
          </thead>
          <tbody>
            ${view.members.map((member) => row(view, member))}
          </tbody>
        </table>
      </div>
      ${view.members.length === 0 ? html`<p>No member fits.</p>` : null}
      ${view.nextAfter === null ? null : html`<p><a href="${address(view, view.nextAfter)}">Next members</a></p>`}`,
    footer: html`<a href="${address(view, '0')}">First members</a>`,
  });
}
