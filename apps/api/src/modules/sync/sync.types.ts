import type { SyncResultDto } from '@pulsetech/contracts';
import type { KnownObservation, Observation } from '@pulsetech/domain';

/** What made a synchronisation happen; it stands with every change that is recorded. */
export type Cause = 'login' | 'link' | 'manual' | 'webservice' | 'schedule' | 'unlink' | 'recovery' | 'cli';

/** Whose synchronisation it is, and why. */
export interface SyncSubject {
  readonly userId: number;
  readonly discordId: string;
  readonly cause: Cause;
  /** A session of this site that goes on although the user loses a course: the one that asks. */
  readonly keepSid?: string;
  readonly runId?: number;
}

/** Whom to synchronise, and by what was seen of them. */
export interface SyncRequest extends SyncSubject {
  readonly observation: Observation;
}

/** A request about which something is known. */
export interface KnownRequest extends SyncSubject {
  readonly observation: KnownObservation;
  /** `grants`: gives what is due and leaves the taking away for later. */
  readonly only?: 'grants';
}

export interface SyncOutcome {
  readonly result: SyncResultDto;
  /** One sentence each: what did not work, what it means, what to do. */
  readonly problems: string[];
  /** What of it is about this user, and not about mappings that are broken for everybody. */
  readonly own: { readonly errors: number; readonly problems: readonly string[] };
}
