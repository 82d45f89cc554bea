import { defineFunction, notNull, optional, structure, value, type MoodleFunction } from '@pulsetech/moodle-rest';
import type { Caller } from '../callers.cache.js';
import type { LinkedUsers } from '../linked-users.js';
import { discordId, EXAMPLE_DISCORD_ID, MANAGE, PREFIX } from './names.js';

/** Looks up a user by Discord id; somebody who is not linked, or was deleted, is `{"found":false}` alone. */
export function getUserFunction(linkedUsers: LinkedUsers): MoodleFunction<Caller> {
  return defineFunction({
    name: `${PREFIX}_get_user_by_discord_id`,
    description: 'Looks up a user by their Discord ID.',
    parameters: structure({ discord_id: discordId }),
    returns: structure({
      found: notNull(value('bool', 'Whether a user is linked to this Discord account')),
      userid: optional(notNull(value('int', 'User ID'))),
      username: optional(notNull(value('raw', 'Username'))),
      firstname: optional(notNull(value('raw', 'First name'))),
      lastname: optional(notNull(value('raw', 'Last name'))),
      email: optional(notNull(value('raw', 'E-mail address'))),
      discord_username: optional(value('raw', 'Discord username')),
      last_synced_at: optional(value('int', 'When the roles were last synchronised, Unix seconds')),
    }),
    capability: MANAGE,
    example: {
      parameters: { discord_id: EXAMPLE_DISCORD_ID },
      answer: {
        found: true,
        userid: 123,
        username: 'jsmith',
        firstname: 'John',
        lastname: 'Smith',
        email: 'jsmith@example.com',
        discord_username: 'john#1234',
        last_synced_at: 1704067200,
      },
    },
    handler: async ({ discord_id }) => {
      const found = await linkedUsers.find(discord_id);
      if (found === null) return { found: false };
      const { user, link } = found;
      return {
        found: true,
        userid: user.id,
        username: user.username,
        firstname: user.firstname,
        lastname: user.lastname,
        email: user.email,
        discord_username: link.username,
        last_synced_at: link.lastSyncedAt,
      };
    },
  });
}
