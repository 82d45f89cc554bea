/** Why a mapping cannot grant anything at present; it is shown as such and never disappears by itself. */
export type BrokenReason = 'discord_role_missing' | 'course_missing' | 'role_missing' | 'cohort_missing';

/** One row of `local_pulsetech_discord_role_mappings`: a Discord role gives a course role and, optionally, a cohort. */
export interface Mapping {
  readonly id: number;
  readonly discordRoleId: string;
  readonly courseId: number;
  readonly roleId: number;
  readonly cohortId: number | null;
  /** What of it no longer exists. A broken mapping grants nothing new and takes nothing away. */
  readonly broken: readonly BrokenReason[];
}
