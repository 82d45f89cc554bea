import { defineFunction, list, structure, value, withDefault, type MoodleFunction } from '@pulsetech/moodle-rest';
import type { Clock } from '@pulsetech/server-kit';
import type { LicenseService } from '../../license/license.service.js';
import type { SyncService } from '../../sync/sync.service.js';
import type { Caller } from '../callers.cache.js';
import type { LinkedUsers } from '../linked-users.js';
import { discordId, MANAGE, PREFIX } from './names.js';

const NOT_LINKED = {
  success: false,
  enrolled: 0,
  unenrolled: 0,
  errors: 1,
  changes: [],
  session_invalidated: false,
} as const;

/**
 * Synchronises one user with the roles that the caller saw just now. Moodle's REST cannot send an empty list, so here
 * `discord_roles` may be absent or empty, and means that the member has no roles.
 */
export function syncUserRolesFunction(
  linkedUsers: LinkedUsers,
  licenses: LicenseService,
  sync: SyncService,
  clock: Clock,
): MoodleFunction<Caller> {
  return defineFunction({
    name: `${PREFIX}_sync_user_roles`,
    description: 'Triggers role synchronization for a specific user with provided Discord roles.',
    parameters: structure({
      discord_id: discordId,
      discord_roles: withDefault(
        list(value('text', 'Discord role ID'), 'Discord role IDs the user currently has', { emptyStringIsEmpty: true }),
        [],
      ),
    }),
    returns: structure({
      success: value('bool', 'Whether everything that had to change was changed'),
      enrolled: value('int', 'Number of enrolments made'),
      unenrolled: value('int', 'Number of enrolments ended'),
      errors: value('int', 'Number of changes that failed'),
      changes: list(
        structure({
          action: value('text', 'enrolled or unenrolled'),
          course: value('raw', 'Full name of the course'),
          role: value('raw', 'Name of the role'),
        }),
      ),
      session_invalidated: value('bool', 'Whether the sessions of the user were ended'),
    }),
    capability: MANAGE,
    handler: async ({ discord_id, discord_roles }) => {
      await licenses.requireUsable();
      const at = clock.nowMs();
      const found = await linkedUsers.find(discord_id);
      if (found === null) return NOT_LINKED;
      const roles = [...new Set(discord_roles.filter((role) => role !== ''))];
      const { result } = await sync.syncUser({
        userId: found.user.id,
        discordId: discord_id,
        observation: { kind: 'member', roles, pending: false, guest: false, at },
        cause: 'webservice',
      });
      return result;
    },
  });
}
