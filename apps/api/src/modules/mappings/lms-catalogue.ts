import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { Caches } from '../../platform/caches/caches.js';
import { LmsPort, type LmsCohort, type LmsCourse, type LmsRole } from '../lms/lms.port.js';

/** What the LMS has, by id. Something that is not in here does not exist in the LMS. */
export interface LmsLists {
  readonly courses: ReadonlyMap<number, LmsCourse>;
  /** Roles that can be given in a course. */
  readonly roles: ReadonlyMap<number, LmsRole>;
  readonly cohorts: ReadonlyMap<number, LmsCohort>;
}

/** Changes of the LMS may go unseen for so long. */
const FRESH_MS = 5000;

/** Courses, roles and cohorts of the LMS, remembered briefly, because every synchronisation speaks of them. */
@Injectable()
export class LmsCatalogue {
  private readonly logger = new Logger(LmsCatalogue.name);
  private known: { readonly lists: LmsLists; readonly readAt: number } | null = null;
  private reading: Promise<LmsLists> | null = null;

  constructor(
    private readonly lms: LmsPort,
    private readonly clock: Clock,
    caches: Caches,
  ) {
    caches.register('courses, roles and cohorts', () => this.purge());
  }

  /**
   * The lists, at most a few seconds old. When the LMS does not answer, the last ones, so that nothing is taken for gone.
   *
   * @throws LmsError `lms_unavailable` when there are none yet
   */
  async lists(): Promise<LmsLists> {
    const now = this.clock.nowMs();
    if (this.known && now - this.known.readAt < FRESH_MS && now >= this.known.readAt) return this.known.lists;
    this.reading ??= this.read().finally(() => (this.reading = null));
    return this.reading;
  }

  purge(): void {
    if (this.known) this.known = { ...this.known, readAt: -Infinity };
  }

  private async read(): Promise<LmsLists> {
    try {
      const [courses, roles, cohorts] = await Promise.all([
        this.lms.listCourses(),
        this.lms.listAssignableRoles(),
        this.lms.listCohorts(),
      ]);
      const lists = { courses: byId(courses), roles: byId(roles), cohorts: byId(cohorts) };
      this.known = { lists, readAt: this.clock.nowMs() };
      return lists;
    } catch (error) {
      if (this.known === null) throw error;
      this.logger.warn({ err: error }, 'The LMS could not be asked for its courses; the last lists are used');
      return this.known.lists;
    }
  }
}

function byId<T extends { readonly id: number }>(items: readonly T[]): Map<number, T> {
  return new Map(items.map((item) => [item.id, item]));
}
