import { IsIn, IsInt, Max, Min } from 'class-validator';
import { MayBeAbsent } from '../may-be-absent.js';
import { WholeNumberFromText } from '../number-from-text.js';
import { SYNC_CAUSES, type SyncCause } from '../sync-causes.js';
import type { ChangeAction } from './sync.dto.js';

export const CHANGE_ACTIONS = [
  'granted',
  'revoked',
  'suspended',
  'resumed',
  'adopted',
  'forgotten',
] as const satisfies readonly ChangeAction[];

/** So many changes may be asked for at once, and so many come when nothing is said. */
export const CHANGES_PAGE = { most: 200, byDefault: 50 } as const;

const ID_MAX = 2_147_483_647;

/** Query of `GET /api/v1/sync/changes.csv` and, without `runId`, of a run's; what is absent does not narrow the list. */
export class ChangesFilterDto {
  @MayBeAbsent()
  @WholeNumberFromText()
  @IsInt()
  @Min(1)
  @Max(ID_MAX)
  userId?: number;

  /** Enrolments and roles in this course; cohorts are of no course. */
  @MayBeAbsent()
  @WholeNumberFromText()
  @IsInt()
  @Min(1)
  @Max(ID_MAX)
  courseId?: number;

  @MayBeAbsent()
  @WholeNumberFromText()
  @IsInt()
  @Min(1)
  @Max(ID_MAX)
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
  @WholeNumberFromText()
  @IsInt({ message: 'This place in the list is not known. Load the list from its beginning.' })
  @Min(1)
  @Max(ID_MAX)
  before?: number;

  @MayBeAbsent()
  @WholeNumberFromText()
  @IsInt()
  @Min(1)
  @Max(CHANGES_PAGE.most)
  limit?: number;
}

/** Query of `GET /api/v1/link/why`. */
export class OwnWhyQueryDto {
  @WholeNumberFromText()
  @IsInt({ message: 'Choose a course.' })
  @Min(1, { message: 'Choose a course.' })
  @Max(ID_MAX, { message: 'Choose a course.' })
  courseId!: number;
}

/** Query of `GET /api/v1/sync/why`. */
export class WhyQueryDto extends OwnWhyQueryDto {
  @WholeNumberFromText()
  @IsInt({ message: 'Choose a person.' })
  @Min(1, { message: 'Choose a person.' })
  @Max(ID_MAX, { message: 'Choose a person.' })
  userId!: number;
}
