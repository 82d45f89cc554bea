import type { RemovalStop, RunCause, RunDto, RunPhase, RunState } from '@pulsetech/contracts';
import type { SyncRunEntity } from '../entities/sync-run.entity.js';
import { cutText } from './cut-text.js';

/** One synchronisation of everybody, or the undoing of one, as it is stored. Times are Unix seconds. */
export interface Run {
  readonly id: number;
  readonly cause: RunCause;
  readonly state: RunState;
  readonly phase: RunPhase | null;
  readonly dry: boolean;
  /** The run whose changes this one reverses. */
  readonly undoes: number | null;
  /** The last Discord id of the walk, or the last user id of another phase, that is done with. */
  readonly cursor: string | null;
  readonly snapshotId: string | null;
  /** The Discord server that it is about; null before the licence was looked at. */
  readonly guildId: string | null;
  /** The mapped Discord roles that existed when it began; null before they were read. */
  readonly roles: readonly string[] | null;
  /** How it ended, for people; while it runs, why nothing may be taken away at its end. */
  readonly reason: string | null;
  readonly membersRead: number;
  readonly membersTotal: number | null;
  readonly users: number;
  readonly usersTotal: number;
  /** Linked users whom the LMS did not show when the walk came to them. */
  readonly missing: number;
  readonly enrolled: number;
  readonly unenrolled: number;
  readonly errors: number;
  readonly removals: number;
  readonly removed: number;
  readonly spared: number;
  /** Links that it removed of users whom the LMS no longer has. */
  readonly unlinked: number;
  /** Whether it was stopped and what it did is still to be counted: somebody may be changed by it at this moment. */
  readonly unsettled: boolean;
  readonly stops: readonly RemovalStop[];
  readonly decidedBy: number | null;
  readonly decidedAt: number | null;
  /** The user who began it by hand. */
  readonly startedBy: number | null;
  readonly startedAt: number;
  readonly finishedAt: number | null;
}

/** What of a run changes while it is carried out. */
export type RunChange = Partial<Omit<Run, 'id' | 'cause' | 'dry' | 'undoes' | 'startedBy' | 'startedAt'>>;

export type NewRun = Pick<Run, 'cause' | 'phase' | 'dry' | 'undoes'> & Partial<Pick<Run, 'startedBy'>>;

export function toRun(row: SyncRunEntity): Run {
  const { cursor_id: cursor, snapshotid: snapshotId, membersread: membersRead, memberstotal: membersTotal } = row;
  const { userstotal: usersTotal, decidedby: decidedBy, timedecided: decidedAt, stops, guildid: guildId } = row;
  const { id, cause, state, phase, undoes, reason, users, enrolled, unenrolled, errors, removals, removed, spared } =
    row;
  const { missing, unlinked, startedby: startedBy } = row;
  return {
    ...{ id, cause, state, phase, undoes, reason, users, enrolled, unenrolled, errors, removals, removed, spared },
    ...{
      missing,
      unlinked,
      startedBy,
      guildId,
      cursor,
      snapshotId,
      membersRead,
      membersTotal,
      usersTotal,
      decidedBy,
      decidedAt,
    },
    dry: row.dry === 1,
    unsettled: row.leaving === 1,
    roles: row.roles === null ? null : (JSON.parse(row.roles) as string[]),
    stops: stops === null ? [] : (JSON.parse(stops) as RemovalStop[]),
    startedAt: row.timestarted,
    finishedAt: row.timefinished,
  };
}

const COLUMN_OF = {
  state: 'state',
  phase: 'phase',
  cursor: 'cursor_id',
  snapshotId: 'snapshotid',
  guildId: 'guildid',
  membersRead: 'membersread',
  membersTotal: 'memberstotal',
  users: 'users',
  usersTotal: 'userstotal',
  missing: 'missing',
  enrolled: 'enrolled',
  unenrolled: 'unenrolled',
  errors: 'errors',
  removals: 'removals',
  removed: 'removed',
  spared: 'spared',
  unlinked: 'unlinked',
  decidedBy: 'decidedby',
  decidedAt: 'timedecided',
  finishedAt: 'timefinished',
} as const satisfies Partial<Record<keyof RunChange, keyof SyncRunEntity>>;

/** The columns that a change writes. */
export function columnsOf({ stops, roles, reason, unsettled, ...change }: RunChange): Partial<SyncRunEntity> {
  const columns = Object.entries(change).map(([name, value]) => [COLUMN_OF[name as keyof typeof COLUMN_OF], value]);
  const written = Object.fromEntries(columns) as Partial<SyncRunEntity>;
  if (reason !== undefined) written.reason = reason && cutText(reason);
  if (unsettled !== undefined) written.leaving = unsettled ? 1 : 0;
  if (stops !== undefined) written.stops = stops.length === 0 ? null : JSON.stringify(stops);
  if (roles !== undefined) written.roles = roles === null ? null : JSON.stringify(roles);
  return written;
}

/** The names of the users who decided about it and who began it, where they were users. */
export function toRunDto(
  run: Run,
  facts: { readonly undoable: boolean; readonly decidedBy: string | null; readonly startedBy: string | null },
): RunDto {
  const { id, cause, state, phase, dry, undoes, reason, membersRead, membersTotal, users, usersTotal } = run;
  const { enrolled, unenrolled, errors, removals, removed, spared, unlinked, stops } = run;
  const { decidedAt, startedAt, finishedAt } = run;
  return {
    ...{ id, cause, state, phase, dry, undoes, reason, membersRead, membersTotal, users, usersTotal },
    ...{ enrolled, unenrolled, errors, removals, removed, spared, unlinked, stops, decidedAt, startedAt, finishedAt },
    ...facts,
  };
}
