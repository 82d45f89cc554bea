import { HELD_ROLES, LATER_ROLES } from './data.mjs';

/**
 * @typedef {object} Scenario
 * @property {string} name of its figures, e.g. `webservice.get_user`
 * @property {string} title
 * @property {string} wsfunction
 * @property {readonly (readonly string[] | null)[]} roleSets what is sent for a user, in turn; null: no roles at all
 * @property {readonly string[]} mustContain what every answer holds, so that only the work that is meant is measured
 * @property {{ rps: number, p50: number, p99: number }} moodle a Moodle 4.5 server (PHP 8.2 with opcache, 8 workers,
 *   MariaDB 10.11 with flush at commit, 20 mappings) on two cores, 8 connections
 */

/** @type {Scenario[]} */
export const WEBSERVICE_SCENARIOS = [
  {
    name: 'webservice.get_user',
    title: 'get_user_by_discord_id',
    wsfunction: 'local_pulsetech_discord_get_user_by_discord_id',
    roleSets: [null],
    mustContain: ['"found":true'],
    moodle: { rps: 148.9, p50: 55, p99: 93 },
  },
  {
    name: 'webservice.sync_unchanged',
    title: 'sync_user_roles, nothing to do (20 mappings)',
    wsfunction: 'local_pulsetech_discord_sync_user_roles',
    roleSets: [HELD_ROLES],
    mustContain: ['"success":true', '"enrolled":0', '"unenrolled":0'],
    moodle: { rps: 37.6, p50: 211, p99: 298 },
  },
  {
    name: 'webservice.sync_ten_changes',
    title: 'sync_user_roles, ten changes (5 added, 5 removed)',
    wsfunction: 'local_pulsetech_discord_sync_user_roles',
    roleSets: [LATER_ROLES, HELD_ROLES],
    mustContain: ['"success":true', '"enrolled":5', '"unenrolled":5'],
    moodle: { rps: 12.1, p50: 645, p99: 964 },
  },
];
