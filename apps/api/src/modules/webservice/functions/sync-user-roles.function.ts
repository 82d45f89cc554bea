import {
  defineFunction,
  list,
  notNull,
  structure,
  value,
  withDefault,
  type MoodleFunction,
} from '@pulsetech/moodle-rest';
import type { Clock } from '@pulsetech/server-kit';
import type { LicenseService } from '../../license/license.service.js';
import type { SyncService } from '../../sync/user/sync.service.js';
import type { Caller } from '../callers.cache.js';
import type { LinkedUsers } from '../linked-users.js';
import { requireSeenHere } from './guild-of-call.js';
import { discordId, EXAMPLE_DISCORD_ID, MANAGE, PREFIX } from './names.js';
import { AGE_MAX_MS, MEMBER_STATES, toldObservation } from './told-observation.js';

const NOT_LINKED = {
  success: false,
  enrolled: 0,
  unenrolled: 0,
  errors: 1,
  changes: [],
  session_invalidated: false,
} as const;

/**
 * Synchronises one user with what the caller saw, just now or `age_ms` ago. Moodle's REST cannot send an empty list, so
 * here `discord_roles` may be absent or empty, and means that the member has no roles. A role that was not understood would
 * look like a role that is gone and end access, so a request with anything unclear in it is refused as a whole. What comes
 * with the token of the billing server was told by its bot, which listens to Discord: that is its cause.
 */
export function syncUserRolesFunction(
  linkedUsers: LinkedUsers,
  licenses: LicenseService,
  sync: SyncService,
  clock: Clock,
): MoodleFunction<Caller> {
  return defineFunction({
    name: `${PREFIX}_sync_user_roles`,
    description:
      'Triggers role synchronization for a specific user with provided Discord roles. Without discord_roles, or with ' +
      'discord_roles[0]= alone, the user has no roles. Each role is a Discord role ID of 17 to 20 digits; empty values ' +
      'are left out. A request of which part cannot be read (a JSON body, a file, a value given twice) is refused. What ' +
      'was seen before something that is known already changes nothing.',
    parameters: structure({
      discord_id: discordId,
      discord_roles: withDefault(
        list(value('text', 'Discord role ID'), 'Discord role IDs the user currently has', { emptyStringIsEmpty: true }),
        [],
      ),
      guild_id: withDefault(
        value('text', "Discord server in which this was seen; of another than the site's nothing is taken"),
        '',
      ),
      member_state: withDefault(
        value(
          'text',
          `One of ${MEMBER_STATES.join(', ')}: who is pending has not passed the screening of the server, who is absent is no member`,
        ),
        'member',
      ),
      age_ms: withDefault(
        value('int', `How many milliseconds before the call this was seen, at most ${AGE_MAX_MS} (a day)`),
        0,
      ),
    }),
    returns: structure({
      success: notNull(value('bool', 'Whether everything that had to change was changed')),
      enrolled: notNull(value('int', 'Number of enrolments made')),
      unenrolled: notNull(value('int', 'Number of enrolments ended')),
      errors: notNull(value('int', 'Number of changes that failed')),
      changes: list(
        structure({
          action: notNull(value('text', 'enrolled or unenrolled')),
          course: notNull(value('raw', 'Full name of the course')),
          role: notNull(value('raw', 'Name of the role')),
        }),
      ),
      session_invalidated: notNull(value('bool', 'Whether the sessions of the user were ended')),
    }),
    capability: MANAGE,
    needsWholeRequest: true,
    example: {
      parameters: { discord_id: EXAMPLE_DISCORD_ID, discord_roles: ['111111111111111111', '222222222222222222'] },
      answer: {
        success: true,
        enrolled: 1,
        unenrolled: 0,
        errors: 0,
        changes: [{ action: 'enrolled', course: 'Introduction to Programming', role: 'Student' }],
        session_invalidated: false,
      },
    },
    handler: async ({ discord_id, guild_id, ...told }, { tokenKind }) => {
      const observation = toldObservation(told, clock.nowMs());
      const guildId = await requireSeenHere(guild_id, licenses);
      const found = await linkedUsers.find(discord_id);
      if (found === null) return NOT_LINKED;
      const { result } = await sync.syncUser({
        userId: found.user.id,
        discordId: discord_id,
        observation,
        guildId,
        cause: tokenKind === 'billing' ? 'gateway' : 'webservice',
      });
      return result;
    },
  });
}
