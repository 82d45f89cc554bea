import { Injectable } from '@nestjs/common';
import { CAPABILITIES } from '@pulsetech/contracts';
import type { LmsProfile, LmsProfileField } from '../lms.port.js';
import { CatalogueRepository } from './catalogue.repository.js';
import { CONTACT_ARCHETYPES, MAIL_FOR_COURSE_MEMBERS, MAIL_FOR_EVERYBODY } from './moodle-shapes.js';
import { profileAsSeen, type Sight } from './profile-view.js';
import { ProfilesRepository, type ProfileRow } from './profiles.repository.js';
import { RightsRepository } from './rights.repository.js';
import type { Rights } from './rights.js';

/** Where the viewer meets a person: on the site itself, or in the course with this id. */
type Place = 'site' | number;

interface Viewer {
  readonly id: number;
  readonly rights: Rights;
  readonly isSiteAdmin: boolean;
}

interface Met {
  readonly row: ProfileRow;
  readonly place: Place;
  readonly archetypes: readonly string[];
}

/** No user has this id. */
const NOBODY = 0;

/**
 * Who sees whom, and how much: Moodle's rules, decided for all people of a call at once. What is asked of the database
 * depends on the viewer only, never on who was found: else the time of an answer would tell whether there is somebody
 * with an address or a name that the viewer may not see.
 */
@Injectable()
export class ProfileViews {
  constructor(
    private readonly profiles: ProfilesRepository,
    private readonly rights: RightsRepository,
    private readonly catalogue: CatalogueRepository,
  ) {}

  async view(viewerId: number, field: LmsProfileField, values: readonly string[]): Promise<LmsProfile[]> {
    const rows = await this.profiles.find(field, values);
    const [rights, isSiteAdmin, archetypes] = await Promise.all([
      this.rights.ofSight(viewerId),
      this.catalogue.isSiteAdmin(viewerId),
      this.profiles.archetypesOf(orNobody(rows.map(({ id }) => id))),
    ]);
    const viewer = { id: viewerId, rights, isSiteAdmin };
    const met = await this.meet(viewer, rows, archetypes);
    const sharing = await this.sharing(viewer, met);
    return met
      .map((one) => profileAsSeen(one.row, sightOf(viewer, one, sharing)))
      .filter((profile) => isSaid(profile[field]));
  }

  /** Those whom the viewer may see at all: on the site, or else in a course that they attend. */
  private async meet(
    { id, rights }: Viewer,
    rows: readonly ProfileRow[],
    archetypes: ReadonlyMap<number, readonly string[]>,
  ): Promise<Met[]> {
    const everybody = rights.atSite(CAPABILITIES.viewUserDetails);
    const roles = (row: ProfileRow): readonly string[] => archetypes.get(row.id) ?? [];
    const onSite = (row: ProfileRow): boolean =>
      everybody || row.id === id || roles(row).some((archetype) => CONTACT_ARCHETYPES.includes(archetype));
    const others = rows.filter((row) => !onSite(row) && row.deleted === 0).map((row) => row.id);
    const courses = everybody
      ? new Map<number, number[]>()
      : await this.profiles.coursesOf(orNobody(others), rights.coursesWith(CAPABILITIES.viewUserDetails));
    return rows.flatMap((row) => {
      // The last course decides, as in Moodle.
      const place = onSite(row) ? 'site' : courses.get(row.id)?.at(-1);
      return place === undefined ? [] : [{ row, place, archetypes: roles(row) }];
    });
  }

  private async sharing(viewer: Viewer, met: readonly Met[]): Promise<Set<number>> {
    const asked = met.filter(
      ({ row, place }) =>
        row.maildisplay === MAIL_FOR_COURSE_MEMBERS &&
        row.id !== viewer.id &&
        !may(viewer, place, CAPABILITIES.viewUserIdentity),
    );
    const ids = asked.map(({ row }) => row.id);
    if (ids.length === 0 && may(viewer, 'site', CAPABILITIES.viewUserIdentity)) return new Set();
    return this.profiles.sharingACourse(viewer.id, orNobody(ids));
  }
}

function sightOf(viewer: Viewer, { row, place, archetypes }: Met, sharing: ReadonlySet<number>): Sight {
  const own = row.id === viewer.id;
  return {
    own,
    allDetails: may(viewer, place, CAPABILITIES.viewAllUserDetails),
    email:
      own ||
      row.maildisplay === MAIL_FOR_EVERYBODY ||
      sharing.has(row.id) ||
      (place !== 'site' && may(viewer, place, CAPABILITIES.viewUserEmail)) ||
      may(viewer, place, CAPABILITIES.viewUserIdentity),
    phones: viewer.isSiteAdmin,
    // Of people without any role nothing that they wrote is shown, which keeps sites free of spam profiles.
    description: own || viewer.isSiteAdmin || archetypes.length > 0,
  };
}

function orNobody(ids: readonly number[]): readonly number[] {
  return ids.length === 0 ? [NOBODY] : ids;
}

function may({ rights }: Viewer, place: Place, capability: Parameters<Rights['atSite']>[0]): boolean {
  return place === 'site' ? rights.atSite(capability) : rights.inCourse(place, capability);
}

function isSaid(value: string | number | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 0;
}
