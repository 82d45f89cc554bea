import { IsBoolean, IsIn, IsInt, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsIdFromText } from '../is-id-from-text.js';
import { MayBeAbsent } from '../may-be-absent.js';
import { WholeNumberFromText } from '../number-from-text.js';
import type { RunItemState } from './runs.dto.js';

const ITEM_STATES = ['planned', 'waiting', 'done', 'spared', 'failed', 'rejected'] as const satisfies RunItemState[];

/** `POST /api/v1/sync/runs`. */
export class StartRunDto {
  /** Only plan: nothing is applied. */
  @MayBeAbsent()
  @IsBoolean()
  dry?: boolean;
}

/** Query of `GET /api/v1/sync/runs`. */
export class RunsQueryDto {
  @MayBeAbsent()
  @WholeNumberFromText()
  @IsInt()
  @Min(1)
  @Max(200)
  limit?: number;

  /** The id of a run: those before it. */
  @MayBeAbsent()
  @IsIdFromText('This place in the list is not known. Load the list from its beginning.')
  before?: number;
}

/** Query of `GET /api/v1/sync/runs/:id/items`; what is absent does not narrow the list. */
export class RunItemsQueryDto {
  @MayBeAbsent()
  @IsIn(ITEM_STATES)
  state?: RunItemState;

  @MayBeAbsent()
  @IsIn(['grant', 'revoke'])
  action?: 'grant' | 'revoke';

  /** Part of a person's name, or the id of a user. */
  @MayBeAbsent()
  @IsString()
  @MaxLength(100)
  search?: string;

  /** `next` of the page before. */
  @MayBeAbsent()
  @Matches(/^\d{1,10}-(role|cohort|enrolment)-\d{1,10}-\d{1,10}$/, {
    message: 'This place in the list is not known. Load the list from its beginning.',
  })
  after?: string;

  @MayBeAbsent()
  @WholeNumberFromText()
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number;
}
