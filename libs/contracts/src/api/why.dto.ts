import type { GrantOrigin, GrantState } from '@pulsetech/domain';
import { IsIdFromText } from '../is-id-from-text.js';
import type { ChangeDto } from './history.dto.js';

/** Query of `GET /api/v1/link/why`. */
export class OwnWhyQueryDto {
  @IsIdFromText('Choose a course.')
  courseId!: number;
}

/** Query of `GET /api/v1/sync/why`. */
export class WhyQueryDto extends OwnWhyQueryDto {
  @IsIdFromText('Choose a person.')
  userId!: number;
}

/** `GET /api/v1/sync/why`: why one person has, or does not have, one course. */
export interface WhyDto {
  readonly userId: number;
  readonly userName: string;
  readonly courseId: number;
  readonly course: string | null;
  /** The answer in one sentence. */
  readonly conclusion: string;
  /** How the LMS has it now. */
  readonly enrolment: 'active' | 'suspended' | 'none' | 'unknown';
  readonly observation: {
    readonly state: 'member' | 'pending' | 'guest' | 'absent' | 'unknown' | 'never_checked';
    /** Unix milliseconds. */
    readonly at: number | null;
  };
  /** One chain for each mapping of the course, and one for each grant that no mapping gives any more. */
  readonly chains: readonly WhyChain[];
}

export interface WhyChain {
  readonly mappingId: number | null;
  readonly discordRole: string | null;
  /** Null when nobody knows. */
  readonly holdsDiscordRole: boolean | null;
  readonly role: string;
  /** Why the mapping gives nothing at present. */
  readonly problems: readonly string[];
  readonly grant: { readonly origin: GrantOrigin; readonly state: GrantState; readonly since: number } | null;
  readonly lastChange: ChangeDto | null;
  /** What happens next, in a sentence. */
  readonly next: string;
}
