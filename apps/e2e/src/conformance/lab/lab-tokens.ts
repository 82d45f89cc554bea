import { createHash } from 'node:crypto';
import { LAB_EPOCH, USERS } from './lab-data.js';
import type { Row } from '../../harness/product-database.js';

const PREFIX = 'local_pulsetech_discord';

/** The functions of the recorded service `lab_small`. */
const SMALL_SERVICE = [
  'core_webservice_get_site_info',
  `${PREFIX}_get_user_by_discord_id`,
  `${PREFIX}_sync_user_roles`,
  `${PREFIX}_get_user_courses`,
  `${PREFIX}_get_role_mappings`,
];

/** The functions of the recorded services with particular conditions. */
const TINY_SERVICE = ['core_webservice_get_site_info', `${PREFIX}_get_user_by_discord_id`];

const FULLWIDTH_DIGITS = '０１２３４５６７８９';

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
  /** All when absent. */
  readonly functions?: readonly string[];
  readonly validUntil?: number;
  readonly addresses?: string;
}

export const EXPIRED = /^TOKEN_EXPIRED2?$/;
const LONG_AGO = LAB_EPOCH - 1_000_000_000;
const IN_THE_FUTURE = LAB_EPOCH + 100_000_000;

/** Not among the recordings' tokens: here a token stops reaching a service by being allowed none of its functions. */
export const TOKEN_OF_DISABLED_SERVICE = 'TOKEN_OF_DISABLED_SERVICE';

const TOKENS: ReadonlyMap<string, LabToken> = new Map<string, LabToken>([
  ['TOKEN', { owner: USERS.admin }],
  ['TOKEN_SMALL', { owner: USERS.admin, functions: SMALL_SERVICE }],
  ['TOKEN_NOCAP', { owner: USERS.nobody }],
  ['TOKEN_MANAGER', { owner: USERS.manager }],
  ['TOKEN_EXPIRED', { owner: USERS.admin, validUntil: LONG_AGO }],
  ['TOKEN_EXPIRED2', { owner: USERS.admin, validUntil: LONG_AGO }],
  ['TOKEN_IPRESTRICTED', { owner: USERS.admin, addresses: ELSEWHERE }],
  ['TOKEN_SUSPENDED', { owner: USERS.suspended }],
  [TOKEN_OF_DISABLED_SERVICE, { owner: USERS.admin, functions: [] }],
  ['TOKEN_PLAIN', { owner: USERS.plain }],
  ['TOKEN_PLAIN_SMALL', { owner: USERS.plain, functions: SMALL_SERVICE }],
  ['TOKEN_MANAGER_REST', { owner: USERS.managerWithRest }],
  ['TOKEN_UNCONFIRMED', { owner: USERS.nobody, functions: SMALL_SERVICE }],
  ['TOKEN_DELETED', { owner: USERS.ghost, functions: SMALL_SERVICE }],
  ['TOKEN_NOLOGIN', { owner: USERS.noLogin, functions: SMALL_SERVICE }],
  ['TOKEN_FORCEPW', { owner: USERS.forcePassword, functions: SMALL_SERVICE }],
  ['TOKEN_GUEST', { owner: USERS.guest, functions: SMALL_SERVICE }],
  ['TOKEN_FUTURE', { owner: USERS.admin, functions: SMALL_SERVICE, validUntil: IN_THE_FUTURE }],
  ['TOKEN_IPLOCAL', { owner: USERS.admin, functions: SMALL_SERVICE, addresses: '10.0.0.0/8,127.0.0.' }],
  ['TOKEN_FILES', { owner: USERS.admin, functions: TINY_SERVICE }],
  // Services that are switched off, for other users or for another capability reach nothing.
  ['TOKEN_OFF', { owner: USERS.admin, functions: [] }],
  ['TOKEN_RESTRICTED_ADMIN', { owner: USERS.admin, functions: [] }],
  ['TOKEN_RESTRICTED_EXPIRED', { owner: USERS.plain, functions: TINY_SERVICE }],
  ['TOKEN_RESTRICTED_IP', { owner: USERS.managerWithRest, functions: [] }],
  ['TOKEN_REQCAP_PLAIN', { owner: USERS.plain, functions: [] }],
  ['TOKEN_REQCAP_ADMIN', { owner: USERS.admin, functions: TINY_SERVICE }],
  ...SERVICE_USERS.map(({ id, token }): [string, LabToken] => [token, { owner: id }]),
]);

/** Secrets by name; made of the names, so that a run is like the one before. */
export const TOKEN_SECRETS: ReadonlyMap<string, string> = new Map([
  ...[...TOKENS.keys()].map((name): [string, string] => [name, secretOf(name)]),
  ['TOKEN_UPPERCASED', secretOf('TOKEN').toUpperCase()],
  // Secrets that a database may take for the one of TOKEN_SMALL.
  ['TOKEN_SMALL_MIXEDCASE', secretOf('TOKEN_SMALL').replace(/[a-f]/, (letter) => letter.toUpperCase())],
  ['TOKEN_SMALL_ACCENTED', secretOf('TOKEN_SMALL').replace(/[ae]/, (letter) => (letter === 'a' ? 'á' : 'é'))],
  ['TOKEN_SMALL_FULLWIDTH', secretOf('TOKEN_SMALL').replace(/\d/, (digit) => FULLWIDTH_DIGITS[Number(digit)] ?? digit)],
  ['TOKEN_SMALL_TRUNCATED', secretOf('TOKEN_SMALL').slice(0, -1)],
]);

/** Whose token it is. */
export function ownerOf(tokenName: string): number | undefined {
  return TOKENS.get(tokenName)?.owner;
}

export function tokenRows(): Row[] {
  return [...TOKENS].map(([name, { owner, functions, validUntil, addresses }]) => ({
    name,
    token_hash: createHash('sha256').update(secretOf(name)).digest('hex'),
    userid: owner,
    timecreated: LAB_EPOCH,
    functions: functions ? JSON.stringify(functions) : null,
    valid_until: validUntil ?? null,
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
