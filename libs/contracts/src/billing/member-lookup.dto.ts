import { ArrayMaxSize, ArrayNotEmpty, IsArray, Matches } from 'class-validator';
import type { Observation } from '@pulsetech/domain';
import { MEMBER_LOOKUP_MAX } from '../limits.js';

/** `POST /v1/guild/members/lookup`. */
export class MemberLookupRequest {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MEMBER_LOOKUP_MAX)
  @Matches(/^\d{17,20}$/, { each: true, message: 'Each id is a Discord user id of 17 to 20 digits.' })
  ids!: string[];
}

/** One observation for each id asked for, in the same order. */
export interface MemberLookupResponse {
  readonly guildId: string;
  readonly members: readonly { readonly id: string; readonly observation: Observation }[];
}
