import type { RunDto } from '@pulsetech/contracts';
import { ProductDatabase } from '../harness/product-database.js';
import { RunningProduct, type ProductOptions } from '../harness/running-product.js';
import { SiteAdmin } from '../harness/site-admin.js';
import type { SiteClient } from '../harness/site-client.js';
import { WebserviceClient } from '../harness/webservice-client.js';
import { Random } from '../hostile/random.js';
import { HandRows } from './hand-rows.js';
import { Guard } from './model/guard.js';
import type { Person } from './model/person.js';
import type { ModelMapping } from './model/rules.js';
import { discordStranger } from './model/simulated-ids.js';
import { World } from './model/world.js';
import { RunsClient } from './runs-client.js';
import { CLEARED, ROLES_OF_THE_GUILD, rowsOf } from './site-rows.js';
import { SiteTables } from './site-tables.js';

const GUEST_FLAG = 16;
const MEMBERS_AT_ONCE = 5000;
/** Members of the guild who are not linked, so that reading it takes several pages. */
const STRANGERS = 2500;

interface MappingRow {
  readonly id: number;
  readonly discord_role_id: string;
  readonly courseid: number;
  readonly roleid: number;
  readonly cohortid: number | null;
}

/** The running product with a guild and an LMS of thousands of linked users, and the model of what must be there. */
export class SimulatedSite {
  readonly tables: SiteTables;
  readonly hand: HandRows;
  readonly guard: Guard;
  readonly runs: RunsClient;
  readonly bot: WebserviceClient;
  /** People whose accounts are gone. */
  readonly deleted = new Set<Person>();

  private constructor(
    readonly product: RunningProduct,
    readonly database: ProductDatabase,
    readonly world: World,
    readonly admin: SiteAdmin,
  ) {
    this.tables = new SiteTables(database);
    this.hand = new HandRows(this.tables);
    this.guard = new Guard(world);
    this.runs = new RunsClient(admin.client);
    this.bot = WebserviceClient.ofDemo(product);
  }

  static async start(users: number, seed: number, options: ProductOptions = {}): Promise<SimulatedSite> {
    const world = new World(users, new Random(seed));
    const product = await RunningProduct.start({
      ...options,
      env: { WEBSERVICE_TOKEN_CALLS_PER_MINUTE: '0', WEBSERVICE_ADDRESS_CALLS_PER_MINUTE: '0', ...options.env },
    });
    await product.stopServer('api');
    const database = await ProductDatabase.open(product);
    for (const statement of CLEARED) await database.run(statement);
    const [person] = await database.query<{ password: string }>(
      "SELECT password FROM lms_user WHERE username = 'jsmith'",
    );
    for (const [table, rows] of Object.entries(rowsOf(world, person?.password ?? '')))
      await database.insert(table, rows);
    await fillGuild(product, world);
    await product.startServer('api');
    const site = new SimulatedSite(product, database, world, await SiteAdmin.signIn(product.url));
    // No run but ours.
    await site.admin.save({ syncInterval: 'manual' });
    world.rules.mappings = await site.mappings();
    return site;
  }

  get client(): SiteClient {
    return this.admin.client;
  }

  async mappings(): Promise<ModelMapping[]> {
    const rows = await this.database.query<MappingRow>(
      'SELECT id, discord_role_id, courseid, roleid, cohortid FROM local_pulsetech_discord_role_mappings ORDER BY id',
    );
    return rows.map(({ id, discord_role_id, courseid, roleid, cohortid }) => ({
      id,
      discordRole: discord_role_id,
      course: courseid,
      role: roleid,
      cohort: cohortid,
    }));
  }

  /** Tells the guild how these people stand in the model; `was` tells who was a member before. */
  async tellGuild(people: readonly Person[], was: ReadonlySet<Person> = new Set()): Promise<void> {
    const members = people.filter(({ membership }) => membership.in);
    if (members.length > 0) await this.product.sandbox.setMembers(members.map(memberOf));
    for (const person of people) {
      if (!person.membership.in && was.has(person)) await this.product.sandbox.removeMember(person.discordId);
    }
  }

  /** New roles in the guild for many people at once, one set of them for each. */
  async giveRoles(people: readonly Person[], rolesOf: (person: Person) => ReadonlySet<string>): Promise<void> {
    for (const person of people) person.membership = { ...person.membership, in: true, roles: rolesOf(person) };
    await this.tellGuild(people);
  }

  /** The LMS ends up as the model: runs until one is through, and the model with it. */
  async synchronised(): Promise<RunDto> {
    await this.runs.idle();
    const run = await this.runs.ended((await this.runs.start()).id);
    this.world.settle();
    return run;
  }

  async close(): Promise<void> {
    await this.database.close();
  }
}

async function fillGuild({ sandbox }: RunningProduct, world: World): Promise<void> {
  for (const role of ROLES_OF_THE_GUILD) await sandbox.putRole(role, `Role ${role}`);
  const strangers = Array.from({ length: STRANGERS }, (_, index) => ({
    id: discordStranger(index),
    roles: [ROLES_OF_THE_GUILD[index % ROLES_OF_THE_GUILD.length]],
  }));
  const members = [...world.people.filter(({ membership }) => membership.in).map(memberOf), ...strangers];
  for (let at = 0; at < members.length; at += MEMBERS_AT_ONCE) {
    await sandbox.setMembers(members.slice(at, at + MEMBERS_AT_ONCE));
  }
}

export function memberOf({ discordId, membership }: Person): Record<string, unknown> {
  const { roles, pending, guest } = membership;
  return { id: discordId, roles: [...roles], pending, flags: guest ? GUEST_FLAG : 0 };
}
