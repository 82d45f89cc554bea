import type { Random } from './random.js';

/** What a name or value may be that breaks something which was not careful. Percent-encoded, as it goes over the wire. */
const NASTY: readonly string[] = [
  '',
  '%00',
  '%',
  '%zz',
  '%u0041',
  '%ff%fe',
  '%c0%ae%c0%ae',
  '%ed%a0%80',
  '%f4%90%80%80',
  '%e2%80%ae',
  '+',
  '%0d%0aSet-Cookie:%20x=1',
  "'%20OR%20'1'='1",
  '%3Cscript%3Ealert(1)%3C/script%3E',
  '%7B%22a%22:1%7D',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__proto__%5Bpolluted%5D',
  '-1',
  '0',
  '-0',
  '1e309',
  '9223372036854775808',
  '99999999999999999999',
  'NaN',
  'null',
  'undefined',
  'true',
  '../../../../etc/passwd',
  '%F0%9F%98%80',
  '%EF%BB%BF',
  '%00%00%00%00',
  ';',
  '&',
  '=',
  '%5B',
  '%5D',
  '[',
  ']',
  '[[',
  ']]',
];

const NAMES: readonly string[] = [
  'wstoken',
  'wsfunction',
  'moodlewsrestformat',
  'moodlewssettingraw',
  'moodlewssettingfoo',
  'discord_id',
  'discord_roles',
  'field',
  'values',
  'userid',
  'returnusercount',
  'username',
  'password',
  'service',
  'appsitecheck',
];

const FUNCTIONS: readonly string[] = [
  'local_pulsetech_discord_get_user_by_discord_id',
  'local_pulsetech_discord_get_user_courses',
  'local_pulsetech_discord_get_role_mappings',
  'core_webservice_get_site_info',
  'core_user_get_users_by_field',
  'core_enrol_get_users_courses',
  'enrol_manual_enrol_users',
  'LOCAL_PULSETECH_DISCORD_GET_USER_COURSES',
];

const DEEPEST = 200;
const LONGEST = 3000;

export function hostileValue(random: Random): string {
  if (random.once(3)) return random.oneOf(NASTY);
  if (random.once(3)) return encodeURIComponent(random.bytes(random.below(12)).toString('latin1'));
  if (random.once(20)) return random.oneOf(['a', '%', '%41', '[', '%ff', '<']).repeat(random.below(LONGEST));
  return String(random.below(1_000_000));
}

export function hostileName(random: Random): string {
  const name = random.once(3) ? hostileValue(random) : random.oneOf(NAMES);
  if (!random.once(2)) return name;
  const depth = random.once(30) ? random.below(DEEPEST) : random.below(4);
  return name + Array.from({ length: depth }, () => `[${random.once(3) ? '' : hostileValue(random)}]`).join('');
}

/** Pairs of a form or query; `token` leads some of them into a function. No sync among them: nothing here may change a thing. */
export function hostilePairs(random: Random, token: string): string {
  const routed = random.once(3)
    ? []
    : [
        `wstoken=${random.once(4) ? hostileValue(random) : token}`,
        `wsfunction=${random.once(8) ? hostileValue(random) : random.oneOf(FUNCTIONS)}`,
        `moodlewsrestformat=${random.oneOf(['json', 'json', 'xml', 'JSON', ''])}`,
      ];
  const most = random.once(100) ? 6000 : 12;
  const pairs = random.many(most, () => `${hostileName(random)}=${hostileValue(random)}`);
  return [...routed, ...pairs].join(random.once(20) ? ';' : '&');
}

/** A synchronisation of somebody who is linked, made worthless by a role that is none: refused as a whole. */
export function refusedSync(random: Random, token: string, discordId: string): string {
  const roles = random.many(20, () => `discord_roles[${hostileValue(random)}]=${hostileValue(random)}`);
  return [
    `wstoken=${token}`,
    'wsfunction=local_pulsetech_discord_sync_user_roles',
    'moodlewsrestformat=json',
    `discord_id=${discordId}`,
    ...roles,
    'discord_roles[last]=no-role',
  ].join('&');
}
