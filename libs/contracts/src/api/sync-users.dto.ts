import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsInt, Max, Min } from 'class-validator';
import { SYNC_USERS_MAX } from '../limits.js';

/** `POST /api/v1/sync/users`: whom to synchronise soon. */
export class SyncUsersDto {
  @IsArray()
  @ArrayNotEmpty({ message: 'Name at least one user.' })
  @ArrayMaxSize(SYNC_USERS_MAX, { message: `Name at most ${SYNC_USERS_MAX} users at a time.` })
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(2_147_483_647, { each: true })
  userIds!: number[];
}

export interface SyncUsersResultDto {
  /** How many get their turn. */
  readonly queued: number;
  /** How many of them no Discord account is linked to. */
  readonly notLinked: number;
}
