import { defineFunction, list, optional, structure, value, withDefault, type MoodleFunction } from '../src/index.js';

export interface Caller {
  readonly username: string;
  readonly capabilities: readonly string[];
  readonly isSmall: boolean;
}

const CAPABILITY = { name: 'local/pulsetech_discord:manage', title: 'Manage Discord integration' };

const known: Readonly<Record<string, readonly [number, string, string, string, string, string | null, number | null]>> =
  {
    '123456789012345678': [5, 'jsmith', 'John', 'Smith', 'jsmith@example.com', 'john#1234', 1704067200],
    '222222222222222222': [6, 'ampuser', 'Ana & "Q" ', "O'Née ✓", 'amp@example.com', 'ana & <x> "✓"', null],
    '333333333333333333': [7, 'suspended1', 'Sus', 'Pended', 'susp@example.com', 'sus', 0],
    '444444444444444444': [9, 'u00001', 'First1', 'Last1', 'u1@example.com', null, 1704067200],
  };

/** The functions that the recordings call, declared as Moodle declares them, over the recorded data. */
export const recordedFunctions: readonly MoodleFunction<Caller>[] = [
  defineFunction({
    name: 'local_pulsetech_discord_get_user_by_discord_id',
    description: '',
    parameters: structure({ discord_id: value('text') }),
    returns: structure({
      found: value('bool'),
      userid: optional(value('int')),
      username: optional(value('raw')),
      firstname: optional(value('raw')),
      lastname: optional(value('raw')),
      email: optional(value('raw')),
      discord_username: optional(value('raw')),
      last_synced_at: optional(value('int')),
    }),
    capability: CAPABILITY,
    handler: ({ discord_id }) => {
      const row = known[discord_id];
      if (row === undefined) return { found: false };
      const [userid, username, firstname, lastname, email, discord_username, last_synced_at] = row;
      return { found: true, userid, username, firstname, lastname, email, discord_username, last_synced_at };
    },
  }),
  defineFunction({
    name: 'local_pulsetech_discord_sync_user_roles',
    description: '',
    parameters: structure({ discord_id: value('text'), discord_roles: list(value('text')) }),
    returns: structure({
      success: value('bool'),
      enrolled: value('int'),
      unenrolled: value('int'),
      errors: value('int'),
      changes: list(structure({ action: value('text'), course: value('raw'), role: value('raw') })),
      session_invalidated: value('bool'),
    }),
    capability: CAPABILITY,
    handler: () => ({
      success: false,
      enrolled: 0,
      unenrolled: 0,
      errors: 1,
      changes: [],
      session_invalidated: false,
    }),
  }),
  defineFunction({
    name: 'local_pulsetech_discord_get_role_mappings',
    description: '',
    parameters: structure({}),
    returns: list(structure({ id: value('int') })),
    capability: null,
    handler: () => [],
  }),
  defineFunction({
    name: 'core_webservice_get_site_info',
    description: '',
    parameters: structure({ serviceshortnames: withDefault(list(value('alphanumext')), []) }),
    returns: null,
    capability: null,
    handler: () => null,
  }),
  defineFunction({
    name: 'core_enrol_get_users_courses',
    description: '',
    parameters: structure({ userid: value('int'), returnusercount: withDefault(value('bool'), true) }),
    returns: list(structure({ id: value('int') })),
    capability: null,
    handler: () => [],
  }),
  defineFunction({
    name: 'core_user_get_users_by_field',
    description: '',
    parameters: structure({ field: value('alpha'), values: list(value('raw')) }),
    returns: list(structure({ id: value('int') })),
    capability: null,
    handler: () => [],
  }),
  defineFunction({
    name: 'enrol_manual_enrol_users',
    description: '',
    parameters: structure({
      enrolments: list(
        structure({
          roleid: value('int'),
          userid: value('int'),
          courseid: value('int'),
          timestart: optional(value('int')),
          timeend: optional(value('int')),
          suspend: optional(value('int')),
        }),
      ),
    }),
    returns: null,
    capability: null,
    handler: () => null,
  }),
];
