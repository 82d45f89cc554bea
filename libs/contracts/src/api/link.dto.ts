import { IsOptional, IsString, MaxLength } from 'class-validator';

export interface LinkedAccount {
  readonly discordId: string;
  /** As Discord shows it: `john#1234` for legacy accounts, otherwise the username. */
  readonly username: string;
  readonly avatarUrl: string;
  /** Unix seconds. */
  readonly linkedAt: number;
  readonly lastSyncedAt: number | null;
}

/** What was last read about the person in the Discord server. */
export interface GuildMembershipDto {
  readonly state: 'member' | 'pending' | 'guest' | 'absent' | 'unknown' | 'never_checked';
  /** Unix milliseconds. */
  readonly checkedAt: number | null;
  /** For `unknown`: what happened and what it means, in a sentence. */
  readonly detail: string | null;
  readonly roles: readonly { readonly id: string; readonly name: string }[];
}

/**
 * One mapping as it concerns the person. `given`: held because of it; `by_hand`: held, but not because of Discord;
 * `pending`: due, not done yet; `missing_role`: would come with the Discord role; `suspended`: lost with the Discord role,
 * with all that was done in the course kept until it comes back; `broken`: cannot be given at present.
 */
export interface ExpectedEnrolment {
  readonly mappingId: number;
  readonly courseId: number;
  readonly course: string | null;
  readonly role: string | null;
  readonly cohort: string | null;
  readonly discordRole: string;
  readonly state: 'given' | 'by_hand' | 'pending' | 'missing_role' | 'suspended' | 'broken';
  /** For `broken` and `pending`: why, in a sentence. */
  readonly detail: string | null;
}

/** `GET /api/v1/link`. */
export interface LinkPageDto {
  readonly account: LinkedAccount | null;
  readonly guildName: string | null;
  readonly membership: GuildMembershipDto;
  readonly expected: readonly ExpectedEnrolment[];
  /** Whether a new link can be made now; otherwise why not, in a sentence. */
  readonly linking: { readonly available: boolean; readonly detail: string | null };
  /** Whether the person may unlink: not when nobody could sign in to the account then. Otherwise why not, in a sentence. */
  readonly unlinking: { readonly available: boolean; readonly detail: string | null };
  /** What unlinking would take away, so that the confirmation can say it. */
  readonly unlinkEffect: {
    readonly courses: readonly string[];
    /** Courses that are suspended: the person cannot enter them, and linking again brings them back as they were. */
    readonly suspended: readonly string[];
    readonly cohorts: readonly string[];
  };
}

/** `POST /api/v1/link/start`. */
export class LinkStartRequest {
  /** `from` of the address that the bot gave to `/link`: only the Discord account that it was given to may be linked. */
  @IsOptional()
  @IsString()
  @MaxLength(1024)
  invitation?: string;
}

/** Answer to `POST /api/v1/link/start`: where the browser must go to authorise at Discord. */
export interface LinkStartDto {
  readonly url: string;
}

/** `DELETE /api/v1/link`. */
export interface UnlinkDto {
  readonly removedCourses: readonly string[];
  readonly suspendedCourses: readonly string[];
  readonly problems: readonly string[];
}
