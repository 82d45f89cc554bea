import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsInt, IsOptional, Min } from 'class-validator';
import type { Observation } from '@pulsetech/domain';
import { IsSnowflake } from '../is-snowflake.js';
import { MEMBER_LOOKUP_MAX } from '../limits.js';

/** `POST /v1/guild/members/lookup`. */
export class MemberLookupRequest {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MEMBER_LOOKUP_MAX)
  @IsSnowflake({ each: true, message: 'Each id is a Discord user id of 17 to 20 digits.' })
  ids!: string[];

  /**
   * How long ago members may have been read, in milliseconds, when a large guild's member list was walked for an earlier
   * lookup: the many lookups of one run give the time since it began, and share one walk.
   */
  @IsOptional()
  @IsInt()
  @Min(0)
  maxAgeMs?: number;
}

/** One observation for each id asked for, in the same order. */
export interface MemberLookupResponse {
  /**
   * Billing's own time when the question came (Unix milliseconds): by it the site turns the times of the observations
   * into its own, so that two clocks that differ never make an old observation look new.
   */
  readonly receivedAt: number;
  readonly guildId: string;
  readonly members: readonly { readonly id: string; readonly observation: Observation }[];
}
