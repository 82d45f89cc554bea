import { Injectable } from '@nestjs/common';
import type { GrantKey } from '@pulsetech/domain';
import { LmsPort } from '../../../lms/lms.port.js';
import { LmsCatalogue, type LmsLists } from '../../../mappings/lms-catalogue.js';
import { MappingRowsRepository } from '../../../mappings/mapping-rows.repository.js';
import type { RoleMappingEntity } from '../../../mappings/role-mapping.entity.js';
import { cohortName, courseName, roleName } from '../../user/sync-words.js';

/** What things of a run are called. */
export class Labels {
  constructor(
    private readonly mappings: ReadonlyMap<number, RoleMappingEntity>,
    private readonly lists: LmsLists,
  ) {}

  /** `Premium Member → Advanced Topics (Student)`; of a mapping that was deleted, what it gave. */
  mapping(id: number | null, keys: readonly GrantKey[] = []): string {
    const mapping = id === null ? undefined : this.mappings.get(id);
    if (!mapping) return keys.map((key) => this.thing(key)).join(', ') || 'a role mapping that was deleted';
    const course = courseName(mapping.courseid, this.lists);
    return `${mapping.discord_role_name} → ${course} (${roleName(mapping.roleid, this.lists)})`;
  }

  thing(key: GrantKey): string {
    const role = this.role(key);
    return role === null ? this.target(key) : `${this.target(key)} (${role})`;
  }

  target({ kind, targetId }: GrantKey): string {
    return kind === 'cohort' ? cohortName(targetId, this.lists) : courseName(targetId, this.lists);
  }

  role({ kind, roleId }: GrantKey): string | null {
    return kind === 'role' ? roleName(roleId, this.lists) : null;
  }

  course(id: number): string {
    return courseName(id, this.lists);
  }
}

/** Names of mappings, courses, roles, cohorts and people, for what is told of runs. */
@Injectable()
export class RunLabels {
  constructor(
    private readonly rows: MappingRowsRepository,
    private readonly lists: LmsCatalogue,
    private readonly lms: LmsPort,
  ) {}

  async read(): Promise<Labels> {
    const [rows, lists] = await Promise.all([this.rows.list(), this.lists.lists()]);
    return new Labels(new Map(rows.map((row) => [row.id, row])), lists);
  }

  /** By user id; who no longer exists has no entry. */
  async people(userIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
    const ids = [...new Set(userIds)];
    if (ids.length === 0) return new Map();
    const users = await this.lms.findUsersByIds(ids);
    return new Map(users.map(({ id, firstname, lastname }) => [id, `${firstname} ${lastname}`]));
  }
}
