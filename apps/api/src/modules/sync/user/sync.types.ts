import type { SyncCause, SyncResultDto } from '@pulsetech/contracts';
import type { Because, Failure, GrantKey, KnownObservation, Observation, Report } from '@pulsetech/domain';

/** Whose synchronisation it is, and why. */
export interface SyncSubject {
  readonly userId: number;
  /** Null where it is about what is left to somebody without a link. */
  readonly discordId: string | null;
  readonly cause: SyncCause;
  /** A session of this site that goes on although the user loses a course: the one that asks. */
  readonly keepSid?: string;
  readonly runId?: number;
  /** How often it was tried again already, after it did not work. */
  readonly tries?: number;
}

/** Whom to synchronise, and by what was seen of them. */
export interface SyncRequest extends SyncSubject {
  readonly discordId: string;
  readonly observation: Observation;
  /** The Discord server that the observation is of: the licence may be moved to another one meanwhile. */
  readonly guildId: string | null;
}

/** What a run asks for that single synchronisations do not. */
export interface SyncOptions {
  /**
   * `grants`: gives what is due and leaves the taking away for later. `open`: besides that, completes only what was begun
   * before. `removals`: takes only these, by `grantId`, and of them only what is still to be taken now; because its Discord
   * role was deleted only what is `ofDeleted` as well.
   */
  readonly only?:
    'grants' | 'open' | { readonly removals: ReadonlySet<string>; readonly ofDeleted: ReadonlySet<string> };
  /**
   * Whether people `keep` or `lose` what a mapping gave them whose Discord role was deleted; absent: they keep it, so that
   * single synchronisations cannot go round the removal stop of runs.
   */
  readonly roleless?: 'keep' | 'lose';
  /** Suspensions that began before it (Unix seconds) end with the enrolment; absent: none does. */
  readonly expireBefore?: number;
}

/** A request about which something is known. */
export interface KnownRequest extends SyncSubject, SyncOptions {
  readonly discordId: string;
  readonly observation: KnownObservation;
  readonly guildId: string | null;
}

/** Whose Discord roles are to be read and applied, and why. */
export type SyncWish = Pick<SyncSubject, 'userId' | 'cause' | 'keepSid' | 'tries'> & { readonly only?: 'open' };

/** One recorded change that is to be reversed, for `SyncService.reverse`. */
export type Reversal = Pick<Report, 'action' | 'key' | 'mappingId' | 'discordRoleId'> & {
  /** Null in records of before reasons were recorded. */
  readonly because: Because | null;
  /** When it was recorded, Unix seconds. */
  readonly at: number;
};

/**
 * What was not reversed: it was `changed` since; the link of then is gone (`not_linked`), and nothing is given; or it was
 * the end of a suspension, which is `ended` for good: what was suspended is gone, and access was lost before.
 */
export interface Spared {
  readonly key: GrantKey;
  readonly reason: 'changed' | 'not_linked' | 'ended';
}

export interface SyncOutcome {
  readonly result: SyncResultDto;
  /** One sentence each: what did not work, what it means, what to do. */
  readonly problems: string[];
  /** What was recorded, in the order of the mappings. */
  readonly reports: readonly Report[];
  readonly failures: readonly Failure[];
  /** Why nothing was looked at, where that is so: something newer was applied, there is no link, or it was refused. */
  readonly skipped: 'older' | 'not_linked' | 'refused' | null;
  /** What of it is about this user, and not about mappings that are broken for everybody. */
  readonly own: { readonly errors: number; readonly problems: readonly string[] };
}
