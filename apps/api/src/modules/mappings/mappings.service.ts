import { Injectable, Logger } from '@nestjs/common';
import type {
  BrokenMappingPolicy,
  CreateMappingDto,
  DiscordRoleDto,
  MappingDto,
  MappingOptionsDto,
} from '@pulsetech/contracts';
import { InvalidRequestError, isUniqueViolation } from '@pulsetech/server-kit';
import { Leases } from '../../platform/locks/leases.js';
import { LocksError } from '../../platform/locks/locks.errors.js';
import { LicenseService } from '../license/license.service.js';
import { SettingsService } from '../settings/settings.service.js';
import { DiscordRolesCache, type KnownRoles } from './discord-roles.cache.js';
import { LmsCatalogue, type LmsLists } from './lms-catalogue.js';
import { MappingPeople } from './mapping-people.js';
import { mappingProblem, mappingWarnings } from './mapping-problems.js';
import { MappingRowsRepository, type NewMapping } from './mapping-rows.repository.js';
import { brokenReasons, MappingsCatalogue } from './mappings-catalogue.js';
import { MappingsError } from './mappings.errors.js';
import type { RoleMappingEntity } from './role-mapping.entity.js';

/** A mapping without the number of people that it serves, which takes longer to find out. */
export type NamedMapping = Omit<MappingDto, 'people'>;

const ADDING = { name: 'mappings:add', options: { ttlMs: 10_000, waitMs: 10_000 } };

/** Which Discord role gives which course role and cohort. Changing the mappings changes nobody until the next sync. */
@Injectable()
export class MappingsService {
  private readonly logger = new Logger(MappingsService.name);

  constructor(
    private readonly repository: MappingRowsRepository,
    private readonly catalogue: MappingsCatalogue,
    private readonly lms: LmsCatalogue,
    private readonly discordRoles: DiscordRolesCache,
    private readonly licenses: LicenseService,
    private readonly settings: SettingsService,
    private readonly people: MappingPeople,
    private readonly leases: Leases,
  ) {}

  /** All mappings in their order, by what is known without asking Discord. */
  async list(): Promise<NamedMapping[]> {
    const [rows, lists, { guildId }, { brokenMappings }] = await Promise.all([
      this.repository.list(),
      this.lms.lists(),
      this.licenses.current(),
      this.settings.get(),
    ]);
    const known = this.discordRoles.lastKnown;
    const roles = known?.guildId === guildId ? known : null;
    return rows.map((row) => toDto(row, lists, roles, brokenMappings));
  }

  /** With the people that they serve, for a page that may wait for Discord, so that deleted and renamed roles are seen. */
  async listFresh(): Promise<MappingDto[]> {
    await this.discordRoles.list();
    return this.withPeople(await this.list());
  }

  /** Discord role id to its name: as it is now, or as it was when it was mapped. */
  async discordRoleNames(): Promise<ReadonlyMap<string, string>> {
    const [rows, known] = await Promise.all([this.repository.list(), this.knownDiscordRoles()]);
    return new Map([
      ...rows.map((row) => [row.discord_role_id, row.discord_role_name] as const),
      ...known.map(({ id, name }) => [id, name] as const),
    ]);
  }

  /** The Discord roles of the licence's server as they were last read; none before the first time. */
  async knownDiscordRoles(): Promise<readonly DiscordRoleDto[]> {
    const { guildId } = await this.licenses.current();
    const known = this.discordRoles.lastKnown;
    return known?.guildId === guildId ? known.roles : [];
  }

  async options(): Promise<MappingOptionsDto> {
    const [lists, { known, problem }] = await Promise.all([this.lms.lists(), this.discordRoles.list()]);
    return {
      discordRoles: known?.roles ?? [],
      discordRolesProblem: problem,
      courses: [...lists.courses.values()].map(({ id, fullname }) => ({ id, name: fullname })),
      roles: [...lists.roles.values()].map(({ id, name }) => ({ id, name })),
      cohorts: [...lists.cohorts.values()].map(({ id, name }) => ({ id, name })),
    };
  }

  /**
   * @throws InvalidRequestError at the field that names something which does not exist
   * @throws MappingsError `mapping_exists`
   */
  async create(wanted: CreateMappingDto): Promise<MappingDto> {
    const mapping = await this.checked(wanted);
    const id = await this.insert(mapping);
    this.forget();
    this.logger.log(
      `Mapping ${id} added: Discord role ${mapping.discordRoleId} gives role ${mapping.roleId} in course ${mapping.courseId}`,
    );
    const added = (await this.list()).find((one) => one.id === id);
    if (!added) throw notFound();
    const [counted = { ...added, people: 0 }] = await this.withPeople([added]);
    return counted;
  }

  /** @throws MappingsError `mapping_not_found` */
  async remove(id: number): Promise<void> {
    if (!(await this.repository.remove(id))) throw notFound();
    this.forget();
    this.logger.log(`Mapping ${id} deleted`);
  }

  private async withPeople(mappings: readonly NamedMapping[]): Promise<MappingDto[]> {
    const counts = await this.people.counts();
    return mappings.map((mapping) => ({ ...mapping, people: counts.get(mapping.id) ?? 0 }));
  }

  private forget(): void {
    this.catalogue.changed();
    this.people.forget();
  }

  /** One at a time over all processes: the unique index takes two mappings without a cohort for different ones. */
  private async insert(mapping: NewMapping): Promise<number> {
    const lease = await this.leases.acquire(ADDING.name, ADDING.options);
    if (lease === null) throw new LocksError();
    try {
      if (await this.repository.exists(mapping)) throw exists();
      return await this.repository.insert(mapping);
    } catch (error) {
      throw isUniqueViolation(error) ? exists() : error;
    } finally {
      await lease.release();
    }
  }

  private async checked({ discordRoleId, courseId, roleId, cohortId = null }: CreateMappingDto): Promise<NewMapping> {
    this.lms.purge();
    const [lists, role] = await Promise.all([this.lms.lists(), this.findRole(discordRoleId)]);
    const fields: Record<string, string> = {};
    if (role.name === null) fields['discordRoleId'] = role.problem;
    if (!lists.courses.has(courseId)) fields['courseId'] = 'This course no longer exists. Choose another one.';
    if (!lists.roles.has(roleId)) {
      fields['roleId'] = 'This role cannot be given in a course. Choose one from the list.';
    }
    if (cohortId !== null && !lists.cohorts.has(cohortId)) {
      fields['cohortId'] = 'This cohort no longer exists. Choose another one, or none.';
    }
    const [first] = Object.values(fields);
    if (first !== undefined || role.name === null) throw new InvalidRequestError(first ?? '', fields);
    return { discordRoleId, discordRoleName: role.name, courseId, roleId, cohortId };
  }

  /** A role that is not in the remembered list may have been made just now, so Discord is asked once more. */
  private async findRole(id: string): Promise<{ name: string } | { name: null; problem: string }> {
    const nameIn = (known: KnownRoles | null): string | undefined => known?.roles.find((role) => role.id === id)?.name;
    const name = nameIn((await this.discordRoles.list()).known);
    if (name !== undefined) return { name };
    const { known, problem } = await this.discordRoles.refresh();
    const fresh = nameIn(known);
    if (fresh !== undefined) return { name: fresh };
    return { name: null, problem: problem ?? 'This role is not in the Discord server any more. Choose another one.' };
  }
}

function exists(): MappingsError {
  const message = 'There is a mapping like this already. Change one of the four, or leave it as it is.';
  return new MappingsError('mapping_exists', message);
}

function notFound(): MappingsError {
  return new MappingsError(
    'mapping_not_found',
    'This mapping was deleted already. Reload the page to see what is left.',
  );
}

function toDto(
  row: RoleMappingEntity,
  lists: LmsLists,
  roles: KnownRoles | null,
  policy: BrokenMappingPolicy,
): NamedMapping {
  const role = roles?.roles.find(({ id }) => id === row.discord_role_id);
  return {
    id: row.id,
    discordRoleId: row.discord_role_id,
    discordRoleName: role?.name ?? row.discord_role_name,
    courseId: row.courseid,
    courseName: lists.courses.get(row.courseid)?.fullname ?? null,
    roleId: row.roleid,
    roleName: lists.roles.get(row.roleid)?.name ?? null,
    cohortId: row.cohortid,
    cohortName: row.cohortid === null ? null : (lists.cohorts.get(row.cohortid)?.name ?? null),
    problems: brokenReasons(row, lists, roles).map((reason) => mappingProblem(reason, policy)),
    warnings: mappingWarnings(role),
    createdAt: row.timecreated,
  };
}
