import { html, type Html, pageReply } from '../platform/http/html.js';
import type { Reply } from '../platform/http/reply.js';
import type { User } from '../world/world.types.js';

const scopeMeanings: Readonly<Record<string, string>> = {
  identify: 'Know your username, avatar and banner',
  email: 'Know your e-mail address and whether it is verified',
  connections: 'Know your third-party connections',
  guilds: 'Know which servers you are in',
  'guilds.join': 'Join servers for you',
  'guilds.members.read': 'Read your own member information in servers',
  openid: 'Confirm who you are',
  'role_connections.write': 'Update your connection and metadata for this application',
};

const boardLink = html`<a href="/">Members and roles of this sandbox</a>`;

interface AuthorizePage {
  readonly application: string;
  readonly requestId: string;
  readonly scopes: readonly string[];
  readonly personas: readonly User[];
  readonly selected: string | null;
  readonly returnHost: string;
  readonly fault: string | null;
}

function persona(user: User, selected: string | null): Html {
  const checked = user.id === selected ? html`checked` : null;
  return html`<div class="persona">
    <input type="radio" name="persona" id="p${user.id}" value="${user.id}" required ${checked} />
    <label for="p${user.id}"><strong>${user.username}</strong> — ${user.persona ?? 'added by hand'}</label>
  </div>`;
}

export function authorizePageReply(page: AuthorizePage): Reply {
  const fault = page.fault === null ? null : html`<p class="error" role="alert">${page.fault}</p>`;
  return pageReply(page.fault === null ? 200 : 400, {
    title: `Authorize ${page.application}`,
    content: html`${fault}
      <p><strong>${page.application}</strong> wants to:</p>
      <ul>
        ${page.scopes.map((scope) => html`<li>${scopeMeanings[scope] ?? scope}</li>`)}
      </ul>
      <form method="post" action="/oauth2/authorize">
        <input type="hidden" name="request_id" value="${page.requestId}" />
        <fieldset>
          <legend>Who are you today?</legend>
          ${page.personas.map((user) => persona(user, page.selected))}
        </fieldset>
        <p class="soft">Afterwards you go back to ${page.returnHost}.</p>
        <div class="actions">
          <button type="submit" name="decision" value="cancel" formnovalidate>Cancel</button>
          <button type="submit" name="decision" value="authorize" class="primary">Authorize</button>
        </div>
      </form>`,
    footer: boardLink,
  });
}

/** The sandbox's own page for a request that must never lead back to the address it names. */
export function authorizeErrorReply(message: string): Reply {
  return pageReply(400, {
    title: 'This request cannot be authorized',
    content: html`<p class="error" role="alert">${message}</p>
      <p>Nothing was shared. Go back to the site that sent you here and try again, or tell the people who run it.</p>`,
    footer: boardLink,
  });
}
