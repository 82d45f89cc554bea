import { GUILD } from './fake-billing.js';
import type { SyncCause } from '@pulsetech/contracts';
import type { Observation } from '@pulsetech/domain';
import { Transactions } from '@pulsetech/server-kit';
import { LicenseService } from '../src/modules/license/license.service.js';
import { LinksRepository } from '../src/modules/linking/links.repository.js';
import { ByHand } from '../src/modules/lms/embedded/by-hand.js';
import { SiteRepository } from '../src/modules/lms/embedded/site.repository.js';
import { LmsPort, type LmsUser } from '../src/modules/lms/lms.port.js';
import { DiscordRolesCache } from '../src/modules/mappings/discord-roles.cache.js';
import { LmsCatalogue } from '../src/modules/mappings/lms-catalogue.js';
import { MappingRowsRepository } from '../src/modules/mappings/mapping-rows.repository.js';
import { MappingsCatalogue } from '../src/modules/mappings/mappings-catalogue.js';
import { SyncJobs } from '../src/modules/sync/jobs/sync-jobs.js';
import { LedgerRepository } from '../src/modules/sync/ledger/ledger.repository.js';
import { ObservationSource } from '../src/modules/sync/user/observation-source.js';
import { PlanExecution } from '../src/modules/sync/user/plan-execution.js';
import { SyncRecorder } from '../src/modules/sync/user/sync-recorder.js';
import { SyncStarts } from '../src/modules/sync/user/sync-starts.js';
import { RolesQuestions } from '../src/modules/sync/user/roles-question.js';
import { SyncExecution } from '../src/modules/sync/user/sync-execution.js';
import { SyncService } from '../src/modules/sync/user/sync.service.js';
import { TakingBackService } from '../src/modules/sync/user/taking-back.service.js';
import type { SyncOutcome } from '../src/modules/sync/user/sync.types.js';
import { UserRecords } from '../src/modules/sync/user/user-records.js';
import { Leases } from '../src/platform/locks/leases.js';
import { UserLocks } from '../src/platform/locks/user-locks.js';
import { SiteFixture } from './site.fixture.js';

export const STUDENT = 5;
export const ASSISTANT = 4;
export const TEACHER = 3;
const A_TEACHER = 1;

export interface Linked {
  readonly user: LmsUser;
  readonly userId: number;
  readonly discordId: string;
}

export interface MappingSpec {
  readonly discordRoleId: string;
  readonly courseId: number;
  readonly roleId?: number;
  readonly cohortId?: number | null;
}

/** A site with what tests of synchronisation do again and again. */
export class SyncFixture {
  private made = 0;

  private constructor(readonly site: SiteFixture) {}

  /** `env` as of {@link SiteFixture.start}. */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<SyncFixture> {
    return new SyncFixture(await SiteFixture.start(env));
  }

  get sync(): SyncService {
    return this.site.app.get(SyncService);
  }

  get takingBack(): TakingBackService {
    return this.site.app.get(TakingBackService);
  }

  get lms(): LmsPort {
    return this.site.app.get(LmsPort);
  }

  get hand(): ByHand {
    return this.site.app.get(ByHand);
  }

  get discordRoles(): DiscordRolesCache {
    return this.site.app.get(DiscordRolesCache);
  }

  /** The same service as another process has it: the same database, but locks, and what is remembered, of its own. */
  otherProcess(): SyncService {
    const get = this.site.app.get.bind(this.site.app);
    const locks = new UserLocks(new Leases(get(Transactions), this.site.clock));
    return new SyncService(
      get(MappingsCatalogue),
      get(LmsCatalogue),
      get(DiscordRolesCache),
      get(LicenseService),
      get(LinksRepository),
      get(UserRecords),
      new SyncStarts(locks, get(UserRecords), get(LedgerRepository), get(Transactions)),
      get(SyncRecorder),
      get(PlanExecution),
      get(SyncExecution),
      get(ObservationSource),
      get(RolesQuestions),
      locks,
      get(SyncJobs),
    );
  }

  close(): Promise<void> {
    return this.site.close();
  }

  async course(fullname = `Course ${++this.made}`): Promise<number> {
    return (await this.site.course(`C${++this.made}`, fullname)).id;
  }

  async cohort(): Promise<number> {
    return (await this.site.app.get(SiteRepository).createCohort(`Cohort ${++this.made}`)).id;
  }

  async mapping({ discordRoleId, courseId, roleId = STUDENT, cohortId = null }: MappingSpec): Promise<number> {
    this.site.billing.roles.set(discordRoleId, this.site.billing.roles.get(discordRoleId) ?? `Role ${discordRoleId}`);
    const mapping = { discordRoleId, discordRoleName: `Role ${discordRoleId}`, courseId, roleId, cohortId };
    const id = await this.site.app.get(MappingRowsRepository).insert(mapping);
    this.forget();
    return id;
  }

  /** A Discord role of its own. */
  role(): string {
    return String(300000000000000000n + BigInt(++this.made));
  }

  /** Drops what is remembered of mappings and of the LMS, as a few seconds do. */
  forget(): void {
    this.site.app.get(MappingsCatalogue).purge();
    this.site.app.get(LmsCatalogue).purge();
  }

  async linked(): Promise<Linked> {
    const user = await this.site.user();
    const discordId = String(400000000000000000n + BigInt(++this.made));
    const link = { userId: user.id, discordId, username: 'someone', avatar: null, tokens: null };
    await this.site.app.get(LinksRepository).insert(link);
    return { user, userId: user.id, discordId };
  }

  /** Synchronises with these roles, seen just now. */
  async see(
    { userId, discordId }: Linked,
    roles: readonly string[],
    cause: SyncCause = 'webservice',
  ): Promise<SyncOutcome> {
    this.site.clock.advanceSeconds(1);
    return this.sync.syncUser({ userId, discordId, observation: this.member(roles), cause, guildId: GUILD });
  }

  member(roles: readonly string[], at = this.site.clock.nowMs()): Observation {
    return { kind: 'member', roles, pending: false, guest: false, at };
  }

  /** What the billing server answers about somebody from now on. */
  discordSays({ discordId }: Linked, roles: readonly string[] | 'absent' | 'unknown'): void {
    this.site.billing.observations.set(discordId, (at) => {
      if (roles === 'absent') return { kind: 'absent', at };
      if (roles === 'unknown') return { kind: 'unknown', reason: 'discord_unavailable', at };
      return this.member(roles, at);
    });
  }

  /** Enrolment by a teacher. */
  async enrolByHand(userId: number, courseId: number, roleId = STUDENT): Promise<void> {
    await this.hand.enrol({ userId, courseId, roleId, makerId: A_TEACHER });
  }

  /** Courses with the roles held there, by course id: `[[5, [5]]]`. */
  async held({ userId }: Linked): Promise<[number, number[]][]> {
    const courses = await this.lms.listUserCourses(userId);
    return courses
      .map(({ id, roles }): [number, number[]] => [id, roles.map((role) => role.id).sort((a, b) => a - b)])
      .sort(([a], [b]) => a - b);
  }

  async inCohort({ userId }: Linked, cohortId: number): Promise<boolean> {
    const [holdings] = await this.lms.readHoldings([{ userId, courseIds: [], cohortIds: [cohortId] }]);
    return holdings?.cohorts.length === 1;
  }

  async ledger({ userId }: Linked): Promise<string[]> {
    const rows = await this.site.dataSource.query<Record<string, string>[]>(
      'SELECT kind, targetid, roleid, origin, state FROM sync_grants WHERE userid = ? ORDER BY kind, targetid, roleid',
      [userId],
    );
    return rows.map((row) => `${row['kind']} ${row['targetid']}:${row['roleid']} ${row['origin']} ${row['state']}`);
  }
}
