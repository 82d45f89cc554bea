import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsInt, Min } from 'class-validator';
import type { Observation } from '@pulsetech/domain';
import type { BillingErrorCode } from '../error-codes.js';
import { IsSnowflake } from '../is-snowflake.js';
import { MEMBER_LOOKUP_MAX } from '../limits.js';

/** `POST /v1/guild/snapshots`: reads the members of the licence's guild once, for the many lookups of one run. */
export class StartSnapshotRequest {
  /** How many users will be looked up in it: for few of a large guild nobody walks the list, they are read one by one. */
  @IsInt()
  @Min(0)
  linked!: number;

  /** A walk that began at most so many milliseconds ago serves as well. */
  @IsInt()
  @Min(0)
  maxAgeMs!: number;
}

/** `walking` and then one of the others; a `failed` one says nothing about anybody. */
export type SnapshotState = 'walking' | 'complete' | 'failed';

/**
 * Whether a walk may be believed: all pages were read, and the number of members met with each role agrees with what the
 * guild itself reports for that role.
 */
export interface SnapshotProof {
  readonly proven: boolean;
  /** Why not, in a sentence; null when it is proven. */
  readonly reason: string | null;
  /** Roles whose counts disagree. */
  readonly disagreements: readonly {
    readonly roleId: string;
    readonly met: number;
    /** What the guild reported before and after the walk. */
    readonly reported: readonly [before: number, after: number];
  }[];
}

/** Times are billing's own, Unix milliseconds; `receivedAt` is when the question came. */
export interface SnapshotDto {
  readonly id: string;
  readonly guildId: string;
  /** `walk`: the list is, or was, walked. `single_reads`: each lookup reads its members one by one. */
  readonly kind: 'walk' | 'single_reads';
  readonly state: SnapshotState;
  /** Why it failed. */
  readonly failure: BillingErrorCode | null;
  readonly membersRead: number;
  /** About how many there are; null when Discord did not say. */
  readonly membersTotal: number | null;
  readonly proof: SnapshotProof | null;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly receivedAt: number;
}

/** `POST /v1/guild/snapshots/:id/lookup`. */
export class SnapshotLookupRequest {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MEMBER_LOOKUP_MAX)
  @IsSnowflake({ each: true, message: 'Each id is a Discord user id of 17 to 20 digits.' })
  ids!: string[];
}

export interface SnapshotLookupResponse {
  readonly guildId: string;
  readonly receivedAt: number;
  readonly members: readonly { readonly id: string; readonly observation: Observation }[];
  /** Those whom the walk did not meet. That alone does not make them absent. */
  readonly notMet: readonly string[];
}
