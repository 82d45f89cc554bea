import { createHash } from 'node:crypto';
import { LAB_EPOCH, USERS } from './lab-data.js';
import type { Row } from './lab-database.js';

const PREFIX = 'local_pulsetech_discord';

/** The functions of the recorded service `lab_small`. */
const SMALL_SERVICE = [
  'core_webservice_get_site_info',
  `${PREFIX}_get_user_by_discord_id`,
  `${PREFIX}_sync_user_roles`,
  `${PREFIX}_get_user_courses`,
  `${PREFIX}_get_role_mappings`,
];

/** An address at which nobody is. */
const ELSEWHERE = '192.0.2.1';

/** What the dedicated user of services may do. */
const SERVICE_CAPABILITIES: readonly string[] = [
  'webservice/rest:use',
  'moodle/user:viewdetails',
  'moodle/user:viewhiddendetails',
  'moodle/course:useremail',
  'moodle/user:create',
  'moodle/user:update',
  'moodle/course:view',
  'moodle/course:viewhiddencourses',
  'moodle/course:viewparticipants',
  'moodle/course:enrolreview',
  'enrol/manual:enrol',
  'enrol/manual:unenrol',
  'enrol/manual:manage',
  'moodle/role:assign',
  'moodle/cohort:view',
  'moodle/cohort:assign',
  'local/pulsetech_discord:manage',
  'local/pulsetech_discord:viewmappings',
];

/** First ids of the users and roles that stand in for the dedicated user with one capability missing. */
const FIRST_VARIANT_USER = 7000;
const FIRST_VARIANT_ROLE = 100;

/** The dedicated user, or one like it that lacks a capability. */
export interface ServiceUser {
  readonly id: number;
  readonly roleId: number;
  readonly username: string;
  readonly capabilities: readonly string[];
  readonly token: string;
}

const variant = (lacking: string | null, at: number): ServiceUser => ({
  id: lacking === null ? USERS.service : FIRST_VARIANT_USER + at,
  roleId: FIRST_VARIANT_ROLE + at,
  username: lacking === null ? 'svc' : `svc${at}`,
  capabilities: SERVICE_CAPABILITIES.filter((capability) => capability !== lacking),
  token: lacking === null ? 'TOKEN_SERVICE_USER' : `TOKEN_SERVICE_USER without ${lacking}`,
});

export const SERVICE_USERS: readonly ServiceUser[] = [null, ...SERVICE_CAPABILITIES].map(variant);

interface LabToken {
  readonly owner: number;
  /** Null for all. */
  readonly functions?: readonly string[];
  readonly expired?: boolean;
  readonly addresses?: string;
}

export const EXPIRED = 'TOKEN_EXPIRED';
/** Not among the recordings' tokens: here a token stops reaching a service by being allowed none of its functions. */
export const TOKEN_OF_DISABLED_SERVICE = 'TOKEN_OF_DISABLED_SERVICE';

const TOKENS: ReadonlyMap<string, LabToken> = new Map<string, LabToken>([
  ['TOKEN', { owner: USERS.admin }],
  ['TOKEN_SMALL', { owner: USERS.admin, functions: SMALL_SERVICE }],
  ['TOKEN_NOCAP', { owner: USERS.nobody }],
  ['TOKEN_MANAGER', { owner: USERS.manager }],
  [EXPIRED, { owner: USERS.admin, expired: true }],
  ['TOKEN_IPRESTRICTED', { owner: USERS.admin, addresses: ELSEWHERE }],
  ['TOKEN_SUSPENDED', { owner: USERS.suspended }],
  [TOKEN_OF_DISABLED_SERVICE, { owner: USERS.admin, functions: [] }],
  ...SERVICE_USERS.map(({ id, token }): [string, LabToken] => [token, { owner: id }]),
]);

/** Secrets by name; made of the names, so that a run is like the one before. */
export const TOKEN_SECRETS: ReadonlyMap<string, string> = new Map([
  ...[...TOKENS.keys()].map((name): [string, string] => [name, secretOf(name)]),
  ['TOKEN_UPPERCASED', secretOf('TOKEN').toUpperCase()],
]);

/** Whose token it is. */
export function ownerOf(tokenName: string): number | undefined {
  return TOKENS.get(tokenName)?.owner;
}

export function tokenRows(): Row[] {
  return [...TOKENS].map(([name, { owner, functions, expired, addresses }]) => ({
    name,
    token_hash: createHash('sha256').update(secretOf(name)).digest('hex'),
    userid: owner,
    timecreated: LAB_EPOCH,
    functions: functions ? JSON.stringify(functions) : null,
    valid_until: expired ? LAB_EPOCH - 1_000_000_000 : null,
    ip_restriction: addresses ?? null,
  }));
}

function secretOf(name: string): string {
  return createHash('md5').update(`lab ${name}`).digest('hex');
}

/** The name of the token in a recording of a dedicated user that lacks a capability, told by the recording's name. */
export function tokenOfVariant(recordingName: string): string | null {
  const lacking = /^service-user-without-(.*)$/.exec(recordingName)?.[1];
  if (lacking === undefined) return null;
  const [longest] = SERVICE_CAPABILITIES.filter((capability) =>
    `${lacking}-`.startsWith(`${capability.replace(/[/:_]/g, '-')}-`),
  ).sort((a, b) => b.length - a.length);
  return longest === undefined ? null : `TOKEN_SERVICE_USER without ${longest}`;
}
