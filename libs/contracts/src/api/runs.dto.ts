import type { Because, GrantKind } from '@pulsetech/domain';
import type { SyncCause } from '../sync-causes.js';

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
  /** Links that it removed of users whom the LMS no longer has. */
  readonly unlinked: number;
  /** For a held run, and for a dry run that would be held. */
  readonly stops: readonly RemovalStop[];
  /** Who decided about a held run: the name of the user, or null for the command line. */
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  /** Who began it by hand: the name of the user, or null for the command line and the schedule. */
  readonly startedBy: string | null;
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
