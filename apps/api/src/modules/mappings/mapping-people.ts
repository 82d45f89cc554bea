import { Injectable } from '@nestjs/common';
import { Clock } from '@pulsetech/server-kit';
import { Caches } from '../../platform/caches/caches.js';
import { Remembered } from '../../platform/caches/remembered.js';
import { LicenseService } from '../license/license.service.js';
import { MappingPeopleRepository } from './mapping-people.repository.js';
import { MappingRowsRepository } from './mapping-rows.repository.js';
import type { RoleMappingEntity } from './role-mapping.entity.js';

/** Several people may look at the page, and it looks again by itself. */
const FRESH_MS = 2000;

/** How many people hold a course role because of each mapping. */
@Injectable()
export class MappingPeople {
  private readonly counted: Remembered<ReadonlyMap<number, number>>;

  constructor(
    private readonly people: MappingPeopleRepository,
    private readonly rows: MappingRowsRepository,
    private readonly licenses: LicenseService,
    clock: Clock,
    caches: Caches,
  ) {
    this.counted = new Remembered(clock, FRESH_MS, () => this.count());
    caches.register('people of mappings', () => this.forget());
  }

  /** By mapping, at most a few seconds old; a mapping without an entry serves nobody. */
  counts(): Promise<ReadonlyMap<number, number>> {
    return this.counted.get();
  }

  forget(): void {
    this.counted.forget();
  }

  /**
   * Where one Discord role alone gives a course role, everybody to whom it was given holds it because of that. Where several
   * do, it is looked at who has which.
   */
  private async count(): Promise<ReadonlyMap<number, number>> {
    const [rows, held, { guildId }] = await Promise.all([
      this.rows.list(),
      this.people.byCourseRole(),
      this.licenses.current(),
    ]);
    const people = new Map(held.map((entry) => [keyOf(entry.courseId, entry.roleId), entry.people]));
    const shared = sharedIn(rows);
    const isShared = ({ courseid, roleid }: RoleMappingEntity): boolean => shared.has(keyOf(courseid, roleid));
    const looked = await this.people.byMapping(
      rows.filter(isShared).map(({ id }) => id),
      guildId,
    );
    return new Map(
      rows.map((row) => [
        row.id,
        (isShared(row) ? looked.get(row.id) : people.get(keyOf(row.courseid, row.roleid))) ?? 0,
      ]),
    );
  }
}

/** Course roles that more than one Discord role gives. */
function sharedIn(rows: readonly RoleMappingEntity[]): ReadonlySet<string> {
  const first = new Map<string, string>();
  const shared = new Set<string>();
  for (const { courseid, roleid, discord_role_id: role } of rows) {
    const key = keyOf(courseid, roleid);
    if ((first.get(key) ?? role) !== role) shared.add(key);
    first.set(key, role);
  }
  return shared;
}

const keyOf = (courseId: number, roleId: number): string => `${courseId}:${roleId}`;
