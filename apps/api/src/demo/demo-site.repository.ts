import { Injectable } from '@nestjs/common';
import { TEXT_FORMATS } from '@pulsetech/moodle-rest';
import { Transactions } from '@pulsetech/server-kit';
import { DataSource, type EntityManager } from 'typeorm';
import {
  BY_HAND_COMPONENT,
  CONTEXT_COURSE,
  ENABLED,
  MANUAL,
  OUR_COMPONENT,
  OUR_MODIFIER,
  ROLE_IDS,
  SYSTEM_CONTEXT_ID,
} from '../modules/lms/embedded/moodle-shapes.js';
import { insertMissing, type SqlValue } from '../modules/lms/embedded/sql.js';
import {
  DEMO_BY_HAND,
  DEMO_COHORTS,
  DEMO_COURSES,
  DEMO_EPOCH,
  DEMO_GRANTED,
  DEMO_LINKS,
  DEMO_MAPPINGS,
  DEMO_PEOPLE,
  type DemoPerson,
  DEMO_GUILD,
} from './demo-site.js';

/** Row of the table `settings` by which a site is known to be the demo. */
const MARKER = 'demo_site';

/** Moodle's word for a person who keeps the site's time zone. */
const ZONE_OF_SITE = '99';

/** Any of these holds the work of people on a site that is not the demo. */
const TABLES_OF_WORK = [
  'lms_user',
  'lms_course',
  'lms_cohort',
  'local_pulsetech_discord_users',
  'local_pulsetech_discord_role_mappings',
];

/** Contexts and enrolment instances of the demo's courses get fixed ids as well, so that rows can name them. */
const contextOf = (courseId: number): number => SYSTEM_CONTEXT_ID + courseId;
const instanceOf = (courseId: number): number => courseId;

@Injectable()
export class DemoSiteRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  async isDemo(): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>('SELECT name FROM settings WHERE name = ?', [MARKER]);
    return rows.length > 0;
  }

  async isEmpty(): Promise<boolean> {
    for (const table of TABLES_OF_WORK) {
      const rows = await this.dataSource.query<unknown[]>(`SELECT id FROM ${table} LIMIT 1`);
      if (rows.length > 0) return false;
    }
    return true;
  }

  /** Everything at once or nothing, so that an installation that was killed begins anew. */
  async install(passwordHashes: ReadonlyMap<number, string>): Promise<void> {
    await this.transactions.run(async (tx) => {
      await this.insertPeople(tx, passwordHashes);
      await this.insertCatalogue(tx);
      await this.insertByHand(tx);
      await this.insertGranted(tx);
      await this.insertLinksAndMappings(tx);
      await insertMissing(tx, 'settings', ['name', 'value'], [[MARKER, '1']]);
    });
  }

  private async insertPeople(tx: EntityManager, passwordHashes: ReadonlyMap<number, string>): Promise<void> {
    await insertMissing(
      tx,
      'lms_user',
      [
        'id',
        'auth',
        'confirmed',
        'suspended',
        'username',
        'password',
        'firstname',
        'lastname',
        'email',
        'emailkey',
        'timecreated',
        'timemodified',
        'idnumber',
        'department',
        'institution',
        'city',
        'country',
        'timezone',
        'firstaccess',
        'lastaccess',
      ],
      DEMO_PEOPLE.map((person) => [
        person.id,
        'manual',
        1,
        person.suspended ? 1 : 0,
        person.username,
        passwordHashes.get(person.id) ?? '',
        person.firstname,
        person.lastname,
        person.email,
        person.email.toLowerCase(),
        DEMO_EPOCH,
        DEMO_EPOCH,
        person.idnumber ?? '',
        person.department ?? '',
        person.institution ?? '',
        person.city ?? '',
        person.country ?? '',
        person.timezone ?? ZONE_OF_SITE,
        person.lastaccess ?? 0,
        person.lastaccess ?? 0,
      ]),
    );
    await this.assign(
      tx,
      DEMO_PEOPLE.flatMap(({ id, siteRole }: DemoPerson) =>
        siteRole === undefined ? [] : [[id, SYSTEM_CONTEXT_ID, siteRole, id, BY_HAND_COMPONENT]],
      ),
    );
  }

  private async insertCatalogue(tx: EntityManager): Promise<void> {
    await insertMissing(
      tx,
      'lms_course',
      [
        'id',
        'shortname',
        'fullname',
        'timecreated',
        'timemodified',
        'idnumber',
        'summary',
        'summaryformat',
        'startdate',
      ],
      DEMO_COURSES.map(({ id, shortname, fullname, idnumber = '', summary = '' }) => [
        id,
        shortname,
        fullname,
        DEMO_EPOCH,
        DEMO_EPOCH,
        idnumber,
        summary,
        TEXT_FORMATS.plain,
        DEMO_EPOCH,
      ]),
    );
    await insertMissing(
      tx,
      'lms_context',
      ['id', 'contextlevel', 'instanceid'],
      DEMO_COURSES.map(({ id }) => [contextOf(id), CONTEXT_COURSE, id]),
    );
    await insertMissing(
      tx,
      'lms_enrol',
      ['id', 'enrol', 'status', 'courseid', 'roleid', 'timecreated', 'timemodified'],
      DEMO_COURSES.map(({ id }) => [instanceOf(id), MANUAL, ENABLED, id, ROLE_IDS.student, DEMO_EPOCH, DEMO_EPOCH]),
    );
    await insertMissing(
      tx,
      'lms_cohort',
      ['id', 'name', 'timecreated', 'timemodified'],
      DEMO_COHORTS.map(({ id, name }) => [id, name, DEMO_EPOCH, DEMO_EPOCH]),
    );
  }

  private async insertByHand(tx: EntityManager): Promise<void> {
    await this.enrol(
      tx,
      DEMO_BY_HAND.map(({ userId, courseId, makerId }) => [userId, instanceOf(courseId), makerId]),
    );
    await this.assign(
      tx,
      DEMO_BY_HAND.map(({ userId, courseId, roleId, makerId }) => [
        userId,
        contextOf(courseId),
        roleId,
        makerId,
        BY_HAND_COMPONENT,
      ]),
    );
  }

  /** What the integration gave stands in the LMS and, as given by it, in the ledger. */
  private async insertGranted(tx: EntityManager): Promise<void> {
    await this.enrol(
      tx,
      DEMO_GRANTED.map(({ userId, courseId }) => [userId, instanceOf(courseId), OUR_MODIFIER]),
    );
    await this.assign(
      tx,
      DEMO_GRANTED.map(({ userId, courseId, roleId }) => [
        userId,
        contextOf(courseId),
        roleId,
        OUR_MODIFIER,
        OUR_COMPONENT,
      ]),
    );
    await insertMissing(
      tx,
      'lms_cohort_members',
      ['userid', 'cohortid', 'timeadded', 'component'],
      DEMO_GRANTED.map(({ userId, cohortId }) => [userId, cohortId, DEMO_EPOCH, OUR_COMPONENT]),
    );
    await insertMissing(
      tx,
      'sync_grants',
      ['userid', 'kind', 'targetid', 'roleid', 'origin', 'state', 'timecreated', 'timemodified'],
      DEMO_GRANTED.flatMap(({ userId, courseId, roleId, cohortId }) =>
        [
          [userId, 'enrolment', courseId, 0],
          [userId, 'role', courseId, roleId],
          [userId, 'cohort', cohortId, 0],
        ].map((key) => [...key, 'granted', 'active', DEMO_EPOCH, DEMO_EPOCH]),
      ),
    );
  }

  private async insertLinksAndMappings(tx: EntityManager): Promise<void> {
    for (const link of DEMO_LINKS) {
      await tx.insert('local_pulsetech_discord_users', {
        userid: link.userId,
        discord_id: link.discordId,
        discord_username: link.username,
        discord_avatar: link.avatar,
        last_synced_at: link.lastSyncedAt,
        timecreated: DEMO_EPOCH,
        timemodified: DEMO_EPOCH,
      });
    }
    await insertMissing(
      tx,
      'sync_states',
      ['userid', 'guild_id', 'discord_id', 'observed_at_ms', 'observation', 'roles', 'timemodified'],
      DEMO_LINKS.flatMap(({ userId, discordId, roles, lastSyncedAt }) =>
        lastSyncedAt === null
          ? []
          : [[userId, DEMO_GUILD, discordId, lastSyncedAt * 1000, 'member', JSON.stringify(roles), lastSyncedAt]],
      ),
    );
    await insertMissing(
      tx,
      'local_pulsetech_discord_role_mappings',
      ['id', 'discord_role_id', 'discord_role_name', 'courseid', 'roleid', 'cohortid', 'timecreated', 'timemodified'],
      DEMO_MAPPINGS.map((mapping) => [
        mapping.id,
        mapping.discordRoleId,
        mapping.discordRoleName,
        mapping.courseId,
        mapping.roleId,
        mapping.cohortId,
        DEMO_EPOCH,
        DEMO_EPOCH,
      ]),
    );
  }

  private enrol(tx: EntityManager, rows: readonly (readonly [user: number, instance: number, maker: number])[]) {
    return insertMissing(
      tx,
      'lms_user_enrolments',
      ['userid', 'enrolid', 'modifierid', 'timestart', 'timecreated', 'timemodified'],
      rows.map((row) => [...row, DEMO_EPOCH, DEMO_EPOCH, DEMO_EPOCH]),
    );
  }

  private assign(tx: EntityManager, rows: readonly (readonly SqlValue[])[]) {
    return insertMissing(
      tx,
      'lms_role_assignments',
      ['userid', 'contextid', 'roleid', 'modifierid', 'component', 'timemodified'],
      rows.map((row) => [...row, DEMO_EPOCH]),
    );
  }
}
