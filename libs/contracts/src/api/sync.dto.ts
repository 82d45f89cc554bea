import type { Because, GrantKind, GrantOrigin, GrantState } from '@pulsetech/domain';
import type { SyncCause } from '../sync-causes.js';

export interface SyncChange {
  readonly action: 'enrolled' | 'unenrolled';
  readonly course: string;
  readonly role: string;
}

/** Outcome of one synchronisation of one user; also the answer of `local_pulsetech_discord_sync_user_roles`. */
export interface SyncResultDto {
  readonly success: boolean;
  readonly enrolled: number;
  readonly unenrolled: number;
  readonly errors: number;
  readonly changes: readonly SyncChange[];
  readonly session_invalidated: boolean;
}

/** `POST /api/v1/link/sync`: the outcome and, where something did not work, why, in words. */
export interface SyncNowDto {
  readonly result: SyncResultDto;
  /** One sentence each: what did not work, what it means, what to do. */
  readonly problems: readonly string[];
}

/**
 * `held`: the run would take more than the removal stop allows, and waits for a decision. `superseded`: a later run made
 * the decision needless. `stopped`: ended by an admin. `incomplete`: it could not be proven that nobody loses by mistake.
 */
export type RunState =
  | 'running'
  | 'completed'
  | 'completed_with_errors'
  | 'incomplete'
  | 'failed'
  | 'held'
  | 'rejected'
  | 'superseded'
  | 'stopped';

/** Where a running run stands. */
export type RunPhase = 'snapshot' | 'walk' | 'confirm' | 'remove' | 'undo';

export type RunCause = Extract<SyncCause, 'schedule' | 'manual' | 'cli' | 'undo'>;

/** One removal limit that a run exceeds: in the whole run, or by one mapping (null when its mapping was deleted). */
export interface RemovalStop {
  readonly scope: 'run' | 'mapping' | 'broken_mapping';
  readonly mappingId: number | null;
  /** What it is about in words, e.g. “Premium Member → Advanced Topics (Student)”; empty for the whole run. */
  readonly label: string;
  readonly removals: number;
  readonly people: number;
  /** Active grants before the run of what is counted. */
  readonly active: number;
}

/** One synchronisation of all linked users. Times are Unix seconds. */
export interface RunDto {
  readonly id: number;
  readonly cause: RunCause;
  readonly state: RunState;
  /** While it runs; null afterwards. */
  readonly phase: RunPhase | null;
  /** Nothing is applied: the changes stand as a plan. */
  readonly dry: boolean;
  /** The run whose changes this one reverses. */
  readonly undoes: number | null;
  /** Whether its changes can be undone now. */
  readonly undoable: boolean;
  readonly reason: string | null;
  /** Members of the Discord server read so far, and how many there are about. */
  readonly membersRead: number;
  readonly membersTotal: number | null;
  /** Linked users looked at so far, and how many there are. */
  readonly users: number;
  readonly usersTotal: number;
  readonly enrolled: number;
  readonly unenrolled: number;
  readonly errors: number;
  /** Removals that were collected, and how many of them were done and spared since. */
  readonly removals: number;
  readonly removed: number;
  readonly spared: number;
  /** For a held run, and for a dry run that would be held. */
  readonly stops: readonly RemovalStop[];
  /** Who decided about a held run: the name of the user, or null for the command line. */
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  readonly startedAt: number;
  readonly finishedAt: number | null;
}

/** Figures of a run by mapping, and by course. */
export interface RunFiguresDto {
  readonly mappings: readonly (RunFigures & { readonly mappingId: number | null; readonly label: string })[];
  readonly courses: readonly (RunFigures & { readonly courseId: number; readonly label: string })[];
}

export interface RunFigures {
  readonly given: number;
  readonly taken: number;
  /** Removals that wait, or that a dry run would make. */
  readonly toTake: number;
  /** Grants that wait because the run is dry. */
  readonly toGive: number;
}

/** What a run would give or take, or waits to take, from one user. */
export interface RunItemDto {
  readonly userId: number;
  readonly userName: string;
  readonly action: 'grant' | 'revoke';
  readonly kind: GrantKind;
  readonly targetId: number;
  readonly target: string;
  readonly role: string | null;
  readonly mappingId: number | null;
  readonly because: Because;
  /** `because` in a sentence. */
  readonly reason: string;
  readonly state: RunItemState;
  /** For `failed` and `spared`: why, in a sentence. */
  readonly detail: string | null;
}

/** `planned` by a dry run; `waiting` for its turn or for a decision; then how it ended. */
export type RunItemState = 'planned' | 'waiting' | 'done' | 'spared' | 'failed' | 'rejected';

/** One error of a run: of one user, or of the run. */
export interface RunProblemDto {
  readonly userId: number | null;
  readonly userName: string | null;
  readonly message: string;
}

/** A page of a list; `next` continues it, null at the end. */
export interface PageOf<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next: string | null;
}

export type ChangeAction = 'granted' | 'revoked' | 'suspended' | 'resumed' | 'adopted' | 'forgotten';

/** One recorded change, newest first in lists. */
export interface ChangeDto {
  readonly id: number;
  readonly userId: number;
  readonly userName: string;
  readonly action: ChangeAction;
  readonly kind: GrantKind;
  readonly targetId: number;
  readonly target: string;
  readonly role: string | null;
  readonly mappingId: number | null;
  readonly discordRole: string | null;
  readonly because: Because | null;
  /** What happened and why, in a sentence. */
  readonly sentence: string;
  readonly cause: SyncCause;
  readonly runId: number | null;
  /** Unix seconds. */
  readonly at: number;
}

/** `GET /api/v1/sync/why`: why one person has, or does not have, one course. */
export interface WhyDto {
  readonly userId: number;
  readonly userName: string;
  readonly courseId: number;
  readonly course: string | null;
  /** The answer in one sentence. */
  readonly conclusion: string;
  /** How the LMS has it now. */
  readonly enrolment: 'active' | 'suspended' | 'none' | 'unknown';
  readonly observation: {
    readonly state: 'member' | 'pending' | 'guest' | 'absent' | 'unknown' | 'never_checked';
    /** Unix milliseconds. */
    readonly at: number | null;
  };
  /** One chain for each mapping of the course, and one for each grant that no mapping gives any more. */
  readonly chains: readonly WhyChain[];
}

export interface WhyChain {
  readonly mappingId: number | null;
  readonly discordRole: string | null;
  /** Null when nobody knows. */
  readonly holdsDiscordRole: boolean | null;
  readonly role: string;
  /** Why the mapping gives nothing at present. */
  readonly problems: readonly string[];
  readonly grant: { readonly origin: GrantOrigin; readonly state: GrantState; readonly since: number } | null;
  readonly lastChange: ChangeDto | null;
  /** What happens next, in a sentence. */
  readonly next: string;
}
