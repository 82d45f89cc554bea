import { discordError } from '../platform/http/discord-errors.js';
import { jsonReply } from '../platform/http/reply.js';
import type { Route } from '../platform/http/router.js';
import { identify } from '../oauth2/credentials.js';
import type { SandboxContext } from '../sandbox.context.js';
import type { User } from '../world/world.types.js';
import { presentOwnUser, presentUser } from './user.presenter.js';

function userById({ world }: SandboxContext, id: string): User {
  const user = world.users.get(id);
  if (!user) throw discordError(0);
  return user;
}

export function userRoutes(context: SandboxContext): Route[] {
  const { application } = context.world;
  return [
    {
      method: 'GET',
      template: '/users/@me',
      caller: 'bot or user',
      handle: (exchange) => {
        const identity = identify(context, exchange);
        if (identity?.kind === 'bot')
          return jsonReply(200, presentOwnUser(userById(context, application.clientId), false));
        if (!identity?.token.scopes.includes('identify')) throw discordError(0);
        const { userId, scopes } = identity.token;
        return jsonReply(200, presentOwnUser(userById(context, userId), scopes.includes('email')));
      },
    },
    {
      method: 'GET',
      template: '/oauth2/@me',
      caller: 'user',
      handle: (exchange) => {
        const identity = identify(context, exchange);
        if (identity?.kind !== 'user') throw discordError(0);
        const { userId, scopes, expiresAt } = identity.token;
        const describedApplication = {
          id: application.clientId,
          name: application.name,
          icon: null,
          description: '',
          type: null,
          bot: presentUser(userById(context, application.clientId)),
          bot_public: false,
          bot_require_code_grant: false,
          verify_key: '0'.repeat(64),
          flags: 0,
          flags_new: '0',
        };
        return jsonReply(200, {
          application: describedApplication,
          scopes,
          expires: new Date(expiresAt).toISOString().replace('Z', '000+00:00'),
          ...(scopes.includes('identify') ? { user: presentUser(userById(context, userId)) } : {}),
        });
      },
    },
  ];
}
