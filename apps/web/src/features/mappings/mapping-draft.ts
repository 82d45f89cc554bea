import type { CreateMappingDto } from '@pulsetech/contracts';

type Field = 'discordRoleId' | 'courseId' | 'roleId' | 'cohortId';

/** What is chosen in the form; option values are text. */
export type MappingDraft = Readonly<Record<Field, string | null>> & {
  readonly missing: Readonly<Partial<Record<Field, string | undefined>>>;
};

export const EMPTY_MAPPING: MappingDraft = {
  discordRoleId: null,
  courseId: null,
  roleId: null,
  cohortId: null,
  missing: {},
};

interface Complaints {
  readonly missing: MappingDraft['missing'];
  /** What to send; null while something is missing. */
  readonly mapping: CreateMappingDto | null;
}

export function complaints({ discordRoleId, courseId, roleId, cohortId }: MappingDraft): Complaints {
  if (discordRoleId !== null && courseId !== null && roleId !== null) {
    const mapping = {
      discordRoleId,
      courseId: Number(courseId),
      roleId: Number(roleId),
      cohortId: cohortId === null ? null : Number(cohortId),
    };
    return { missing: {}, mapping };
  }
  return {
    missing: {
      discordRoleId: discordRoleId === null ? 'Choose a Discord role.' : undefined,
      courseId: courseId === null ? 'Choose a course.' : undefined,
      roleId: roleId === null ? 'Choose a role.' : undefined,
    },
    mapping: null,
  };
}
