import { setTimeout as sleep } from 'node:timers/promises';
import { RunningProduct } from '../../harness/running-product.js';
import { SiteClient } from '../../harness/site-client.js';
import { CuttableConnection } from './cuttable-connection.js';
import {
  ADMINISTRATOR,
  COHORT_ROWS,
  CONTEXT_ROWS,
  contextOf,
  COURSE_ROWS,
  DISCORD_ROLES,
  ENROL_ROWS,
  LAB_EPOCH,
  LINK_ROWS,
  mappingRows,
  type MappingVariant,
  PEOPLE,
  REST_ONLY,
  SITE_NAME,
  STUDENT,
} from './lab-data.js';
import { ProductDatabase, type Row } from '../../harness/product-database.js';
import { SERVICE_USERS, TOKEN_SECRETS, tokenRows } from './lab-tokens.js';
import { PASSWORD, userRows } from './user-rows.js';

/** What the product remembers it has forgotten after so long, and has noticed that its database is gone. */
const DATABASE_MISSED_MS = 2_600;

/** Tables that a synchronisation writes. */
const TABLES_OF_SYNC = [
  'lms_enrol',
  'lms_user_enrolments',
  'lms_role_assignments',
  'lms_cohort_members',
  'local_pulsetech_discord_users',
  'sync_grants',
  'sync_states',
  'sync_changes',
] as const;

/** Whether the web service is open and how much it tells of errors, as the settings have it. */
export interface ServiceSettings {
  readonly open: boolean;
  readonly debug: 'off' | 'developer' | 'display';
}

/** The product with the recorded site's people, courses and mappings in its database. */
export class LabSite {
  private settings: ServiceSettings = { open: true, debug: 'off' };
  private mappings = '';
  /** Courses that users were put into by `enrolOnlyIn`; nobody is in any at the start. */
  private readonly enrolledByHand = new Map<number, string>();
  private initialGrants: ReadonlyMap<string, readonly Row[]> = new Map();

  private administrator: SiteClient | null = null;

  private constructor(
    readonly product: RunningProduct,
    readonly database: ProductDatabase,
    private readonly connection: CuttableConnection | null,
  ) {}

  static async start(): Promise<LabSite> {
    const wires: CuttableConnection[] = [];
    const product = await RunningProduct.start({
      env: { SITE_NAME, WEBSERVICE_TOKEN_CALLS_PER_MINUTE: '0', WEBSERVICE_ADDRESS_CALLS_PER_MINUTE: '0' },
    });
    await product.stopServer('api');
    const database = await ProductDatabase.open(product);
    const url = product.deployment.environments.api['DATABASE_URL'];
    if (url) {
      const { hostname, port } = new URL(url);
      const wire = await CuttableConnection.to({ host: hostname, port: Number(port || 3306) });
      wires.push(wire);
      product.tell('api', { DATABASE_URL: through(url, wire.port) });
    }
    const site = new LabSite(product, database, wires[0] ?? null);
    await site.fill();
    for (const { id, name } of DISCORD_ROLES) await product.sandbox.putRole(id, name);
    await product.startServer('api');
    return site;
  }

  /** The words, names and addresses of this site where the recordings have theirs. */
  get surroundings() {
    return {
      siteUrl: this.product.url,
      clientAddress: '127.0.0.1',
      password: PASSWORD,
      tokens: TOKEN_SECRETS,
    };
  }

  /** SQLite is no server and cannot be away. */
  get databaseCanBeGone(): boolean {
    return this.connection !== null;
  }

  async put(wanted: ServiceSettings): Promise<void> {
    if (wanted.open === this.settings.open && wanted.debug === this.settings.debug) return;
    await this.database.run("DELETE FROM settings WHERE name IN ('webservice_enabled', 'webservice_debug')");
    await this.database.insert('settings', [
      { name: 'webservice_enabled', value: wanted.open ? '1' : '0' },
      { name: 'webservice_debug', value: wanted.debug },
    ]);
    this.settings = wanted;
    await this.purgeCaches();
  }

  /** Links, enrolments and the ledger as at the start. */
  async putBackGrants(): Promise<void> {
    this.enrolledByHand.clear();
    await this.write(this.initialGrants);
    await this.purgeCaches();
  }

  /** Does something whose consequences nobody must see afterwards. */
  async withoutConsequences<T>(work: () => Promise<T>): Promise<T> {
    const before = await this.readGrants();
    try {
      return await work();
    } finally {
      await this.write(before);
    }
  }

  async haveMappings(wanted: MappingVariant): Promise<void> {
    const mappings = JSON.stringify(wanted);
    if (mappings === this.mappings) return;
    this.mappings = mappings;
    await this.database.replace('local_pulsetech_discord_role_mappings', mappingRows(wanted));
    await this.purgeCaches();
  }

  async setUser(id: number, column: 'suspended' | 'confirmed', value: 0 | 1): Promise<void> {
    await this.database.run(`UPDATE lms_user SET ${column} = ? WHERE id = ?`, [value, id]);
    await this.purgeCaches();
  }

  /** Enrols a user by hand in these courses and no others. */
  async enrolOnlyIn(userId: number, courses: readonly number[]): Promise<void> {
    const wanted = courses.join();
    if (wanted === (this.enrolledByHand.get(userId) ?? '')) return;
    this.enrolledByHand.set(userId, wanted);
    await this.database.run('DELETE FROM lms_user_enrolments WHERE userid = ?', [userId]);
    await this.database.run('DELETE FROM lms_role_assignments WHERE userid = ? AND contextid <> 1', [userId]);
    const made = { timecreated: LAB_EPOCH, timemodified: LAB_EPOCH };
    await this.database.insert(
      'lms_user_enrolments',
      courses.map((course) => ({ userid: userId, enrolid: course, ...made })),
    );
    await this.database.insert(
      'lms_role_assignments',
      courses.map((course) => ({
        userid: userId,
        contextid: contextOf(course),
        roleid: STUDENT,
        timemodified: LAB_EPOCH,
      })),
    );
    await this.purgeCaches();
  }

  /** Tokens as at the start: the one that has expired was not used yet. */
  async renewTokens(): Promise<void> {
    await this.database.replace('external_tokens', tokenRows());
    await this.purgeCaches();
  }

  async whileDatabaseIsGone<T>(work: () => Promise<T>): Promise<T> {
    this.connection?.sever();
    try {
      await sleep(DATABASE_MISSED_MS);
      return await work();
    } finally {
      this.connection?.mend();
    }
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.connection?.close();
  }

  /** The database was changed behind the product's back. */
  private async purgeCaches(): Promise<void> {
    this.administrator ??= await SiteClient.signedIn(this.product.url, 'manager2', PASSWORD);
    const { status, body } = await this.administrator.post('/api/v1/caches/purge');
    if (status !== 204) throw new Error(`The caches were not purged: ${JSON.stringify(body)}`);
  }

  private async fill(): Promise<void> {
    const { database } = this;
    for (const table of ['sessions', 'external_tokens', ...TABLES_OF_SYNC]) await database.run(`DELETE FROM ${table}`);
    await database.replace('lms_user', await userRows());
    await database.replace('lms_course', COURSE_ROWS);
    await database.run('DELETE FROM lms_context WHERE contextlevel = 50');
    await database.insert('lms_context', CONTEXT_ROWS);
    await database.insert('lms_enrol', ENROL_ROWS);
    await database.replace('lms_cohort', COHORT_ROWS);
    await this.fillRoles();
    await database.insert('local_pulsetech_discord_users', LINK_ROWS);
    await database.replace('local_pulsetech_discord_role_mappings', mappingRows({}));
    await database.insert('external_tokens', tokenRows());
    this.initialGrants = await this.readGrants();
  }

  private async fillRoles(): Promise<void> {
    const roles = [
      { id: ADMINISTRATOR, name: 'Administrator', shortname: 'siteadmin', archetype: 'manager' },
      { id: REST_ONLY, name: 'REST only', shortname: 'wsplain' },
      ...SERVICE_USERS.map(({ roleId, username }) => ({ id: roleId, name: username, shortname: username })),
    ];
    await this.database.insert(
      'lms_role',
      roles.map((role) => ({ archetype: '', ...role, sortorder: role.id })),
    );
    await this.database.run(
      `INSERT INTO lms_role_capabilities (contextid, roleid, capability, permission)
       SELECT DISTINCT 1, ${ADMINISTRATOR}, capability, 1 FROM lms_role_capabilities`,
    );
    // Moodle's Manager may not use REST until somebody allows it.
    await this.database.run(
      "DELETE FROM lms_role_capabilities WHERE roleid = 1 AND capability = 'webservice/rest:use'",
    );
    await this.database.insert(
      'lms_role_capabilities',
      [...SERVICE_USERS, { roleId: REST_ONLY, capabilities: ['webservice/rest:use'] }].flatMap(
        ({ roleId, capabilities }) =>
          capabilities.map((capability) => ({ contextid: 1, roleid: roleId, capability, permission: 1 })),
      ),
    );
    const held = [
      ...PEOPLE.flatMap(({ id, roles: own = [] }) => own.map((role) => ({ userid: id, roleid: role }))),
      ...SERVICE_USERS.map(({ id, roleId }) => ({ userid: id, roleid: roleId })),
    ];
    await this.database.insert(
      'lms_role_assignments',
      held.map((one) => ({ ...one, contextid: 1, timemodified: LAB_EPOCH })),
    );
  }

  private async readGrants(): Promise<Map<string, readonly Row[]>> {
    const tables = new Map<string, readonly Row[]>();
    for (const table of TABLES_OF_SYNC) tables.set(table, await this.database.rows(table));
    return tables;
  }

  private async write(tables: ReadonlyMap<string, readonly Row[]>): Promise<void> {
    for (const [table, rows] of tables) await this.database.replace(table, rows);
  }
}

function through(databaseUrl: string, port: number): string {
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.href;
}
