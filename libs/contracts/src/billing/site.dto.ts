import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUrl,
  MaxLength,
} from 'class-validator';
import { IsSnowflake } from '../is-snowflake.js';
import { MEMBER_LOOKUP_MAX } from '../limits.js';

/** `PUT /v1/site`: where the bot pushes role changes to, and the web service token that it uses there. */
export class RegisterSiteRequest {
  @IsUrl({ require_tld: false, protocols: ['http', 'https'], require_protocol: true })
  @MaxLength(255)
  url!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(128)
  webserviceToken!: string;

  /** Of the site's software, for the operator's records. */
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(32)
  version?: string;
}

export interface RegisterSiteResponse {
  readonly url: string;
  readonly registeredAt: number;
}

/**
 * How the bot hears of Discord: `live` hears everything, `no_intent` may not hear of members (the application's intent is
 * off), `unauthorized` has a token that Discord does not take, `broken` gave up, `off` is not wanted.
 */
export const BOT_STATES = ['off', 'connecting', 'live', 'no_intent', 'unauthorized', 'broken'] as const;
export type BotState = (typeof BOT_STATES)[number];

/** Why the last push failed: the site refused the token, did not answer, answered nonsense, or refused one person. */
export const PUSH_FAILURES = ['token_refused', 'unreachable', 'not_understood', 'person_refused', 'busy'] as const;
export type PushFailure = (typeof PUSH_FAILURES)[number];

/** `GET /v1/site`: what is registered and how pushes get there; 404 `not_found` before the first registration. Unix seconds. */
export interface SiteDto {
  readonly guildId: string;
  readonly url: string;
  readonly version: string | null;
  readonly registeredAt: number;
  readonly bot: { readonly state: BotState; readonly since: number | null; readonly lastHeardAt: number | null };
  readonly pushes: {
    /** Changes that the site has not taken yet. */
    readonly waiting: number;
    /** Changes that were given up after many tries. */
    readonly dead: number;
    readonly lastSuccessAt: number | null;
    readonly lastFailureAt: number | null;
    /** Null when the last push succeeded, or there was none. */
    readonly lastFailure: PushFailure | null;
  };
}

/** `POST /v1/guild/members/forget` → 204: these Discord users are no longer the site's, so nothing is pushed about them. */
export class ForgetMembersRequest {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MEMBER_LOOKUP_MAX)
  @IsSnowflake({ each: true, message: 'Each id is a Discord user id of 17 to 20 digits.' })
  ids!: string[];
}
