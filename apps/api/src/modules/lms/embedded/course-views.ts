import { Injectable } from '@nestjs/common';
import { CAPABILITIES } from '@pulsetech/contracts';
import type { LmsCourseView } from '../lms.port.js';
import { CourseViewsRepository, type CourseRow } from './course-views.repository.js';
import { CONTACT_ARCHETYPES } from './moodle-shapes.js';
import { ProfilesRepository } from './profiles.repository.js';
import { RightsRepository } from './rights.repository.js';
import type { Rights } from './rights.js';

/** Who may know which courses a person attends: Moodle's rules. */
@Injectable()
export class CourseViews {
  constructor(
    private readonly courses: CourseViewsRepository,
    private readonly profiles: ProfilesRepository,
    private readonly rights: RightsRepository,
  ) {}

  async view(viewerId: number, userId: number, { countUsers }: { countUsers: boolean }): Promise<LmsCourseView[]> {
    const attended = await this.courses.attendedBy(userId);
    if (attended.length === 0) return [];
    const rights = await this.rights.ofSight(userId);
    const shown = attended.filter((course) => isOpenTo(rights, course));
    const visible = viewerId === userId ? shown : await this.seenBy(viewerId, userId, shown);
    const counts = countUsers ? await this.courses.countEnrolled(visible.map(({ id }) => id)) : null;
    return visible.map((course) => ({
      ...toCourseView(course),
      ...(counts === null ? {} : { enrolledUsers: counts.get(course.id) ?? 0 }),
    }));
  }

  /** Those that the viewer can enter and where the viewer may look at who takes part, and at this person. */
  private async seenBy(viewerId: number, userId: number, courses: readonly CourseRow[]): Promise<CourseRow[]> {
    const [rights, attended, archetypes] = await Promise.all([
      this.rights.ofSight(viewerId),
      this.courses.idsAttendedBy(viewerId),
      this.profiles.archetypesOf([userId]),
    ]);
    const isContact = (archetypes.get(userId) ?? []).some((archetype) => CONTACT_ARCHETYPES.includes(archetype));
    return courses.filter(
      (course) =>
        isOpenTo(rights, course) &&
        (attended.has(course.id) || rights.inCourse(course.id, CAPABILITIES.viewCourse)) &&
        rights.inCourse(course.id, CAPABILITIES.viewParticipants) &&
        (isContact ||
          rights.inCourse(course.id, CAPABILITIES.viewUserDetails) ||
          rights.inCourse(course.id, CAPABILITIES.viewAllUserDetails)),
    );
  }
}

function isOpenTo(rights: Rights, { id, visible }: CourseRow): boolean {
  return visible === 1 || rights.inCourse(id, CAPABILITIES.viewHiddenCourses);
}

function toCourseView(row: CourseRow): LmsCourseView {
  const { id, shortname, fullname, idnumber, category, format, lang, startdate, enddate, marker, timemodified } = row;
  return {
    id,
    shortname,
    fullname,
    idnumber,
    category,
    format,
    lang,
    startdate,
    enddate,
    marker,
    timemodified,
    contextId: row.contextid,
    visible: row.visible === 1,
    summary: { text: row.summary ?? '', format: row.summaryformat },
    showgrades: row.showgrades === 1,
    enablecompletion: row.enablecompletion === 1,
    showactivitydates: row.showactivitydates === 1,
    showcompletionconditions: row.showcompletionconditions === 1,
  };
}
