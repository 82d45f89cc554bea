import type { ChangeDto, WhyDto } from '@pulsetech/contracts';
import type { Because, Grant, Mapping, Step } from '@pulsetech/domain';
import type { SiteSettings } from '../../settings/site-settings.js';
import type { StoredState } from '../ledger/states.repository.js';
import type { WaitingRemoval } from './why.repository.js';
import { momentOf } from './words.js';

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
  /** What held runs want to take, as far as the reason still holds. */
  readonly waiting: readonly WaitingRemoval[];
  /** The latest change of each course role by its id, and by 0 of the enrolment itself. */
  readonly changes: ReadonlyMap<number, ChangeDto>;
  readonly settings: Pick<SiteSettings, 'lossPolicy' | 'graceDays' | 'brokenMappings'>;
  /** When everybody is synchronised next, as part of a sentence. */
  readonly nextRun: string;
  /** Unix seconds. */
  readonly now: number;
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

export function lastChangeOf({ changes }: WhyFacts, roleId: number): ChangeDto | null {
  return changes.get(roleId) ?? null;
}

export function healthyOf({ mappings }: WhyFacts): Mapping[] {
  return mappings.filter(({ broken }) => broken.length === 0);
}

/** Whether some Discord role gives this role in the course at present. */
export function isGivable(facts: WhyFacts, roleId: number): boolean {
  return healthyOf(facts).some((mapping) => mapping.roleId === roleId);
}

/** When Discord could be read last, as a remark; nothing when it never could. */
export function lastGood({ state }: WhyFacts): string {
  return state === null || state.observedAt === 0 ? '' : ` (last good look: ${momentOf(state.observedAt)})`;
}

/** The end of a suspension that nothing ends before, Unix seconds; null when there is none. */
export function graceEnds(since: number, { settings }: WhyFacts): number | null {
  return settings.graceDays === 0 ? null : since + settings.graceDays * 86_400;
}

/** Only runs take this away; a synchronisation of one person leaves it alone. */
export const takenByRunsOnly = (because: Because): boolean =>
  because === 'discord_role_deleted' || because === 'grace_over';
