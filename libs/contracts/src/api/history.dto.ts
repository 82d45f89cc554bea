import { IsIn, IsInt, Max, Min } from 'class-validator';
import type { Because, GrantKind } from '@pulsetech/domain';
import { IsIdFromText } from '../is-id-from-text.js';
import { MayBeAbsent } from '../may-be-absent.js';
import { WholeNumberFromText } from '../number-from-text.js';
import { SYNC_CAUSES, type SyncCause } from '../sync-causes.js';

export const CHANGE_ACTIONS = ['granted', 'revoked', 'suspended', 'resumed', 'adopted', 'forgotten'] as const;
export type ChangeAction = (typeof CHANGE_ACTIONS)[number];

/** So many changes may be asked for at once, and so many come when nothing is said. */
export const CHANGES_PAGE = { most: 200, byDefault: 50 } as const;

/** Query of `GET /api/v1/sync/changes.csv` and, without `runId`, of a run's; what is absent does not narrow the list. */
export class ChangesFilterDto {
  @MayBeAbsent()
  @IsIdFromText()
  userId?: number;

  /** Enrolments and roles in this course; cohorts are of no course. */
  @MayBeAbsent()
  @IsIdFromText()
  courseId?: number;

  @MayBeAbsent()
  @IsIdFromText()
  runId?: number;

  @MayBeAbsent()
  @IsIn(CHANGE_ACTIONS, { message: `Choose one of ${CHANGE_ACTIONS.join(', ')}.` })
  action?: ChangeAction;

  @MayBeAbsent()
  @IsIn(SYNC_CAUSES, { message: `Choose one of ${SYNC_CAUSES.join(', ')}.` })
  cause?: SyncCause;
}

/** Query of `GET /api/v1/sync/changes`, the newest first. */
export class ChangesQueryDto extends ChangesFilterDto {
  /** `next` of the page before. */
  @MayBeAbsent()
  @IsIdFromText('This place in the list is not known. Load the list from its beginning.')
  before?: number;

  @MayBeAbsent()
  @WholeNumberFromText()
  @IsInt()
  @Min(1)
  @Max(CHANGES_PAGE.most)
  limit?: number;
}

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
  /** What happened, why and on what occasion, in a sentence. */
  readonly sentence: string;
  /** The same without the occasion, which the next three tell. */
  readonly what: string;
  readonly cause: SyncCause;
  readonly runId: number | null;
  /** Who began the run by hand: the name of the user; null for the command line, the schedule and what is of no run. */
  readonly startedBy: string | null;
  /** Unix seconds. */
  readonly at: number;
}
