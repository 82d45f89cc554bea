import { Injectable, Logger } from '@nestjs/common';
import type { ChangeDto, WhyDto, WhyQueryDto } from '@pulsetech/contracts';
import { Clock } from '@pulsetech/server-kit';
import { LicenseService } from '../../license/license.service.js';
import { LinksRepository } from '../../linking/links.repository.js';
import { LmsError } from '../../lms/lms.errors.js';
import { LmsPort, type LmsUser } from '../../lms/lms.port.js';
import { LmsCatalogue } from '../../mappings/lms-catalogue.js';
import { MappingsCatalogue } from '../../mappings/mappings-catalogue.js';
import { MappingsService } from '../../mappings/mappings.service.js';
import { SettingsService } from '../../settings/settings.service.js';
import { ChangeNames } from '../history/change-names.js';
import { HistoryRepository, type ChangeRow } from '../history/history.repository.js';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import { RunsRepository } from '../runs/runs.repository.js';
import { SyncSchedule } from '../runs/sync-schedule.js';
import { StatesRepository } from '../ledger/states.repository.js';
import { roleName } from '../user/sync-words.js';
import { chainsOf } from './chains.js';
import { conclusionOf } from './conclusion.js';
import { NOTHING_GIVES_IT } from './missing-sentences.js';
import { isPlannable, isStillWanted, stepsOf } from './expected-steps.js';
import { nextRunWords, type RunTimes } from './next-run.js';
import type { WhyFacts } from './why-facts.js';
import { WhyError } from './why.errors.js';
import { WhyRepository } from './why.repository.js';

/** Why one person has, or does not have, one course: role → mapping → grant → last change → what happens next. */
@Injectable()
export class WhyService {
  private readonly logger = new Logger(WhyService.name);

  constructor(
    private readonly rows: WhyRepository,
    private readonly links: LinksRepository,
    private readonly ledger: LedgerRepository,
    private readonly states: StatesRepository,
    private readonly mappings: MappingsCatalogue,
    private readonly mappingList: MappingsService,
    private readonly catalogue: LmsCatalogue,
    private readonly lms: LmsPort,
    private readonly licenses: LicenseService,
    private readonly settings: SettingsService,
    private readonly history: HistoryRepository,
    private readonly names: ChangeNames,
    private readonly runs: RunsRepository,
    private readonly schedule: SyncSchedule,
    private readonly clock: Clock,
  ) {}

  /**
   * For whoever manages the site.
   *
   * @throws WhyError `person_not_found`
   */
  async of({ userId, courseId }: WhyQueryDto): Promise<WhyDto> {
    return toDto(userId, await this.factsOf(await this.person(userId), courseId, false));
  }

  /** For the person, who learns nothing about courses that Discord has nothing to do with, and what a learner may see. */
  async ofOneself(userId: number, courseId: number): Promise<WhyDto> {
    const facts = await this.factsOf(await this.person(userId), courseId, true);
    const concerns = facts.mappings.length + facts.grants.length > 0 || facts.lms.enrolment !== 'none';
    const dto = toDto(userId, facts);
    return concerns ? dto : { ...dto, course: null, conclusion: NOTHING_GIVES_IT };
  }

  private async person(userId: number): Promise<LmsUser> {
    const [user] = await this.lms.findUsersByIds([userId]);
    if (user) return user;
    throw new WhyError(
      'person_not_found',
      'This person is not in the LMS any more. Go back to the list and reload it.',
    );
  }

  private async factsOf(user: LmsUser, courseId: number, self: boolean): Promise<WhyFacts> {
    const licence = await this.licenses.current();
    const { guildId } = licence;
    const [link, state, ledger, mappings, names, lists, settings, times, waiting, changes, lms] = await Promise.all([
      this.links.findByUserId(user.id),
      this.states.of(user.id, guildId),
      this.ledger.of(user.id),
      this.mappings.forSync(),
      this.mappingList.discordRoleNames(),
      this.catalogue.lists(),
      this.settings.get(),
      this.runTimes(),
      this.rows.waiting(user.id, courseId),
      this.history.latestOf(user.id, courseId),
      this.inLms(user.id, courseId),
    ]);
    const seen = link !== null && state?.discordId === link.discordId ? state : null;
    const now = this.clock.nowSeconds();
    const steps = stepsOf(mappings, seen, ledger, guildId, settings, now).filter(
      ({ key }) => key.kind !== 'cohort' && key.targetId === courseId,
    );
    return {
      self,
      person: `${user.firstname} ${user.lastname}`,
      courseId,
      course: lists.courses.get(courseId)?.fullname ?? null,
      linked: link !== null,
      licence,
      guildId,
      state: seen,
      mappings: mappings.filter((mapping) => mapping.courseId === courseId),
      grants: ledger.filter(({ kind, targetId }) => kind !== 'cohort' && targetId === courseId),
      lms,
      steps,
      waiting: isPlannable(seen, guildId) ? waiting.filter((removal) => isStillWanted(removal, steps)) : waiting,
      changes: await this.changesByRole(changes),
      settings,
      nextRun: nextRunWords(times, now),
      now,
      discordRoleName: (id) => names.get(id) ?? id,
      roleName: (id) => roleName(id, lists),
    };
  }

  private async changesByRole(changes: readonly ChangeRow[]): Promise<ReadonlyMap<number, ChangeDto>> {
    const named = await this.names.of(changes);
    const roleIds = new Map(changes.map(({ id, roleId }) => [id, roleId]));
    return new Map(named.map((change) => [roleIds.get(change.id) ?? 0, change]));
  }

  private async runTimes(): Promise<RunTimes> {
    const [running, nextAt] = await Promise.all([this.runs.findRunning(), this.schedule.nextAt()]);
    return { isRunning: running !== null && !running.dry && running.cause !== 'undo', nextAt };
  }

  /** How the LMS has it now; `unknown` when it does not answer. */
  private async inLms(userId: number, courseId: number): Promise<WhyFacts['lms']> {
    try {
      const [courses, [held]] = await Promise.all([
        this.lms.listUserCourses(userId),
        this.lms.readHoldings([{ userId, courseIds: [courseId], cohortIds: [] }]),
      ]);
      const course = courses.find(({ id }) => id === courseId);
      const suspended = held?.enrolments.some((one) => one.courseId === courseId && one.suspended) ?? false;
      return {
        enrolment: course ? 'active' : suspended ? 'suspended' : 'none',
        roles: new Set(course?.roles.map(({ id }) => id)),
      };
    } catch (error) {
      if (!(error instanceof LmsError)) throw error;
      this.logger.warn({ err: error }, 'The LMS could not be asked what a person holds');
      return { enrolment: 'unknown', roles: new Set() };
    }
  }
}

function toDto(userId: number, facts: WhyFacts): WhyDto {
  const { person, courseId, course, state, lms } = facts;
  return {
    userId,
    userName: person,
    courseId,
    course,
    conclusion: conclusionOf(facts),
    enrolment: lms.enrolment,
    observation: {
      state: state?.observation ?? 'never_checked',
      at: state === null || state.observedAt === 0 ? null : state.observedAt,
    },
    chains: chainsOf(facts),
  };
}
