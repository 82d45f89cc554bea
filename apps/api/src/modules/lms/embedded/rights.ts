import type { Capability } from '@pulsetech/contracts';

/** What one role allows (1), prevents (-1) or prohibits (-1000): for the whole site, or in one course. */
export interface GrantRow {
  /** Null for a role held for the whole site. */
  readonly courseId: number | null;
  readonly capability: string;
  readonly permission: number;
}

const PROHIBITED = -1000;
const ALLOWED = 1;

/**
 * What a person may do. In a course the roles held there count together with those held for the whole site: one that
 * allows is enough, unless another prohibits. As Moodle's `has_capability`, without overrides in single courses.
 */
export class Rights {
  private readonly ofSite: readonly GrantRow[];
  private readonly ofCourse = new Map<number, GrantRow[]>();

  constructor(rows: readonly GrantRow[]) {
    this.ofSite = rows.filter(({ courseId }) => courseId === null);
    for (const row of rows) {
      if (row.courseId === null) continue;
      const known = this.ofCourse.get(row.courseId);
      if (known) known.push(row);
      else this.ofCourse.set(row.courseId, [row]);
    }
  }

  atSite(capability: Capability): boolean {
    return allows(this.ofSite, capability);
  }

  inCourse(courseId: number, capability: Capability): boolean {
    return allows([...this.ofSite, ...(this.ofCourse.get(courseId) ?? [])], capability);
  }

  /** The courses in which the person holds a role and, with it, the capability. */
  coursesWith(capability: Capability): number[] {
    return [...this.ofCourse.keys()].filter((courseId) => this.inCourse(courseId, capability));
  }
}

function allows(rows: readonly GrantRow[], wanted: Capability): boolean {
  const permissions = rows.filter(({ capability }) => capability === wanted).map(({ permission }) => permission);
  return permissions.includes(ALLOWED) && !permissions.includes(PROHIBITED);
}
