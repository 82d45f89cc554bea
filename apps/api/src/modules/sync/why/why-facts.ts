import type { ChangeDto, WhyDto } from '@pulsetech/contracts';
import type { Because, Grant, Mapping, Step } from '@pulsetech/domain';
import type { SiteSettings } from '../../settings/site-settings.js';
import type { StoredState } from '../ledger/states.repository.js';
import type { WaitingRemoval } from './why.repository.js';

/** All that the answer follows from: one person and one course. */
export interface WhyFacts {
  /** Whether the person asks, and not somebody who manages the site. */
  readonly self: boolean;
  readonly person: string;
  readonly courseId: number;
  /** Null when it does not exist in the LMS. */
  readonly course: string | null;
  readonly linked: boolean;
  readonly licence: { readonly usable: boolean; readonly message: string };
  readonly guildId: string | null;
  /** What was last seen; null when nothing was. */
  readonly state: StoredState | null;
  /** Those of this course, in their order. */
  readonly mappings: readonly Mapping[];
  /** The ledger of this person and course. */
  readonly grants: readonly Grant[];
  readonly lms: { readonly enrolment: WhyDto['enrolment']; readonly roles: ReadonlySet<number> };
  /** What a run would do in this course if it saw what was last seen. */
  readonly steps: readonly Step[];
  readonly waiting: readonly WaitingRemoval[];
  /** The latest change of each thing. */
  readonly changes: readonly ChangeDto[];
  /** Course role ids of {@link changes}, in the same order; 0 for the enrolment itself. */
  readonly changedRoles: readonly number[];
  readonly settings: Pick<SiteSettings, 'lossPolicy' | 'graceDays' | 'brokenMappings'>;
  /** When everybody is synchronised next, as part of a sentence. */
  readonly nextRun: string;
  readonly discordRoleName: (id: string) => string;
  readonly roleName: (id: number) => string;
}

/** Whether the person has the Discord role as far as was seen; null when nothing was. */
export function holdsDiscordRole({ state, guildId }: WhyFacts, discordRoleId: string): boolean | null {
  if (state === null || state.observedAt === 0) return null;
  if (state.observation === 'absent') return false;
  return discordRoleId === guildId || state.roles.includes(discordRoleId);
}

/** Whether what was last seen lets Discord roles count: guests and people in screening hold no entitlement. */
export function countsAsMember({ state }: WhyFacts): boolean {
  if (state === null || state.observedAt === 0) return false;
  return state.observation === 'member' || state.observation === 'unknown';
}

export function stepFor({ steps }: WhyFacts, roleId: number): Step | null {
  return steps.find(({ key }) => key.kind === 'role' && key.roleId === roleId) ?? null;
}

export function lastChangeOf({ changes, changedRoles }: WhyFacts, roleId: number): ChangeDto | null {
  return changes[changedRoles.indexOf(roleId)] ?? null;
}

/** The end of a suspension that nothing ends before, Unix seconds; null when there is none. */
export function graceEnds(since: number, { settings }: WhyFacts): number | null {
  return settings.graceDays === 0 ? null : since + settings.graceDays * 86_400;
}

/** Only runs take this away; a synchronisation of one person leaves it alone. */
export const takenByRunsOnly = (because: Because): boolean =>
  because === 'discord_role_deleted' || because === 'grace_over';
