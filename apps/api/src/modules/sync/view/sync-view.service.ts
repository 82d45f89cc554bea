import { Injectable } from '@nestjs/common';
import type {
  ExpectedEnrolment,
  GuildMembershipDto,
  LinkPageDto,
  LossPolicyName,
  UnlinkDto,
} from '@pulsetech/contracts';
import { grantId, roleKey, type Grant, type Mapping, type Report, type UnknownReason } from '@pulsetech/domain';
import { LicenseService } from '../../license/license.service.js';
import { LmsPort } from '../../lms/lms.port.js';
import { LmsCatalogue, type LmsLists } from '../../mappings/lms-catalogue.js';
import { MappingsService } from '../../mappings/mappings.service.js';
import { MappingsCatalogue } from '../../mappings/mappings-catalogue.js';
import { SettingsService } from '../../settings/settings.service.js';
import { expectationOf, HELD, type Holding } from './expectation.js';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import { StatesRepository, type StoredState } from '../ledger/states.repository.js';
import { cohortName, courseName, UNKNOWN_PROBLEMS } from '../user/sync-words.js';

type LinkView = Pick<LinkPageDto, 'membership' | 'expected' | 'unlinkEffect'>;

/** What the pages say about synchronisation: who has what, and why. */
@Injectable()
export class SyncViewService {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly states: StatesRepository,
    private readonly mappings: MappingsCatalogue,
    private readonly mappingList: MappingsService,
    private readonly lists: LmsCatalogue,
    private readonly licenses: LicenseService,
    private readonly lms: LmsPort,
    private readonly settings: SettingsService,
  ) {}

  async linkView(userId: number): Promise<LinkView> {
    const { guildId } = await this.licenses.current();
    const [grants, state, mappings, names, lists, courses, { lossPolicy }] = await Promise.all([
      this.ledger.of(userId),
      this.states.of(userId, guildId),
      this.mappings.forSync(),
      this.mappingList.discordRoleNames(),
      this.lists.lists(),
      this.lms.listUserCourses(userId),
      this.settings.get(),
    ]);
    const holding: Holding = {
      grants: new Map(grants.map((grant) => [grantId(grant), grant])),
      discordRoles: countedRoles(state, guildId),
      lmsRoles: new Set(courses.flatMap(({ id, roles }) => roles.map((role) => grantId(roleKey(id, role.id))))),
    };
    return {
      membership: membershipOf(state, names, guildId),
      expected: mappings.map((mapping) => expectedOf(mapping, holding, names, lists)),
      unlinkEffect: unlinkEffectOf(grants, lossPolicy, lists),
    };
  }

  /** Course id to the names of the Discord roles because of which the user was given a role there. */
  async becauseOf(userId: number): Promise<Map<number, string[]>> {
    const { guildId } = await this.licenses.current();
    const [grants, state, mappings, names] = await Promise.all([
      this.ledger.of(userId),
      this.states.of(userId, guildId),
      this.mappings.forSync(),
      this.mappingList.discordRoleNames(),
    ]);
    const held = countedRoles(state, guildId);
    const given = new Set(grants.filter(isGiven).map(grantId));
    const because = new Map<number, string[]>();
    for (const { courseId, roleId, discordRoleId } of mappings) {
      const counts = held === null || held.has(discordRoleId);
      if (!counts || !given.has(grantId(roleKey(courseId, roleId)))) continue;
      const name = names.get(discordRoleId) ?? discordRoleId;
      because.set(courseId, [...new Set([...(because.get(courseId) ?? []), name])]);
    }
    return because;
  }

  /** The courses that recorded changes took or suspended, by name. */
  async coursesLost(reports: readonly Report[]): Promise<Pick<UnlinkDto, 'removedCourses' | 'suspendedCourses'>> {
    const lists = await this.lists.lists();
    const lostBy = (action: Report['action']): string[] => {
      const ids = reports.flatMap((report) =>
        report.action === action && report.key.kind === 'role' ? [report.key.targetId] : [],
      );
      return [...new Set(ids)].map((id) => courseName(id, lists));
    };
    return { removedCourses: lostBy('revoked'), suspendedCourses: lostBy('suspended') };
  }
}

const isGiven = (grant: Grant): boolean => grant.kind === 'role' && grant.origin === 'granted' && HELD.has(grant.state);

/** Null where nothing was seen yet, so that nothing can be said about what the user holds. */
function countedRoles(state: StoredState | null, guildId: string | null): ReadonlySet<string> | null {
  if (state === null || state.observedAt === 0) return null;
  const counts = state.observation === 'member' || state.observation === 'unknown';
  return new Set(counts ? [...state.roles, ...(guildId === null ? [] : [guildId])] : []);
}

function membershipOf(
  state: StoredState | null,
  names: ReadonlyMap<string, string>,
  guildId: string | null,
): GuildMembershipDto {
  if (state === null) return { state: 'never_checked', checkedAt: null, detail: null, roles: [] };
  const roles = state.roles.filter((id) => id !== guildId).map((id) => ({ id, name: names.get(id) ?? id }));
  const checkedAt = state.observedAt === 0 ? null : state.observedAt;
  const detail = state.observation === 'unknown' ? unknownDetail(state.detail) : null;
  return { state: state.observation, checkedAt, detail, roles };
}

function unknownDetail(reason: string | null): string {
  const known = reason !== null && reason in UNKNOWN_PROBLEMS;
  return UNKNOWN_PROBLEMS[known ? (reason as UnknownReason) : 'discord_unavailable'];
}

function expectedOf(
  mapping: Mapping,
  holding: Holding,
  names: ReadonlyMap<string, string>,
  lists: LmsLists,
): ExpectedEnrolment {
  return {
    mappingId: mapping.id,
    courseId: mapping.courseId,
    course: lists.courses.get(mapping.courseId)?.fullname ?? null,
    role: lists.roles.get(mapping.roleId)?.name ?? null,
    cohort: mapping.cohortId === null ? null : (lists.cohorts.get(mapping.cohortId)?.name ?? null),
    discordRole: names.get(mapping.discordRoleId) ?? mapping.discordRoleId,
    ...expectationOf(mapping, holding),
  };
}

/** What was given and would be taken; what people did by hand stays, and what is suspended is lost already. */
function unlinkEffectOf(
  grants: readonly Grant[],
  policy: LossPolicyName,
  lists: LmsLists,
): LinkPageDto['unlinkEffect'] {
  const given = grants.filter(({ origin, state }) => origin === 'granted' && state !== 'suspended');
  const targets = (kind: Grant['kind']): number[] => [
    ...new Set(given.filter((grant) => grant.kind === kind).map(({ targetId }) => targetId)),
  ];
  // An enrolment that somebody made by hand is never suspended: only our role goes.
  const suspended = new Set(policy === 'suspend' ? targets('enrolment') : []);
  const courses = targets('role');
  return {
    courses: courses.filter((id) => !suspended.has(id)).map((id) => courseName(id, lists)),
    suspended: courses.filter((id) => suspended.has(id)).map((id) => courseName(id, lists)),
    cohorts: targets('cohort').map((id) => cohortName(id, lists)),
  };
}
