import { IsInt, IsString, Matches, MaxLength, Min } from 'class-validator';
import { MayBeAbsent } from '../may-be-absent.js';
import { WholeNumberFromText } from '../number-from-text.js';

/** Calls of one token, function, outcome and address that came within about a second. Times are Unix seconds. */
export interface WebserviceLogEntryDto {
  readonly id: number;
  /** Null when the token was refused before it was known, and for `login/token.php`. */
  readonly tokenId: number | null;
  readonly tokenName: string | null;
  /** Null when it is not known who called. */
  readonly userId: number | null;
  readonly username: string | null;
  /** Name of a function that there is, or one of the names of `webservice-log.ts`. */
  readonly function: string;
  /** `ok`, or Moodle's error code. */
  readonly outcome: string;
  /** Client address; the network of it for callers that are not known; null for calls that were counted together. */
  readonly address: string | null;
  readonly calls: number;
  readonly totalMs: number;
  readonly longestMs: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** `GET /api/v1/webservice/log`: the newest first. */
export interface WebserviceLogPageDto {
  readonly entries: readonly WebserviceLogEntryDto[];
  /** `cursor` of the page with the next older entries; null when there are none. */
  readonly next: string | null;
  /** For how many days entries are kept. */
  readonly keptDays: number;
  /** What can be chosen as `function`. */
  readonly functions: readonly string[];
}

/** Query of `GET /api/v1/webservice/log`; what is absent does not narrow the list. */
export class WebserviceLogQueryDto {
  /** Id of a token. */
  @MayBeAbsent()
  @WholeNumberFromText()
  @IsInt()
  @Min(1)
  token?: number;

  /** Username. */
  @MayBeAbsent()
  @IsString()
  @MaxLength(100)
  user?: string;

  @MayBeAbsent()
  @IsString()
  @MaxLength(200)
  function?: string;

  /** `ok`, `failed` for everything else, or an error code. */
  @MayBeAbsent()
  @IsString()
  @MaxLength(64)
  outcome?: string;

  /** Unix seconds; entries whose last call was then or later. */
  @MayBeAbsent()
  @WholeNumberFromText()
  @IsInt()
  @Min(0)
  since?: number;

  /** Unix seconds; entries whose last call was then or earlier. */
  @MayBeAbsent()
  @WholeNumberFromText()
  @IsInt()
  @Min(0)
  until?: number;

  @MayBeAbsent()
  @Matches(/^\d{1,10}-\d{1,10}$/, { message: 'This place in the list is not known. Load the list from its beginning.' })
  cursor?: string;
}
