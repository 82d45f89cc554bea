export interface SyncChange {
  readonly action: 'enrolled' | 'unenrolled';
  readonly course: string;
  readonly role: string;
}

/** Outcome of one synchronisation of one user; also the answer of `local_pulsetech_discord_sync_user_roles`. */
export interface SyncResultDto {
  readonly success: boolean;
  readonly enrolled: number;
  readonly unenrolled: number;
  readonly errors: number;
  readonly changes: readonly SyncChange[];
  readonly session_invalidated: boolean;
}

/** `POST /api/v1/link/sync`: the outcome and, where something did not work, why, in words. */
export interface SyncNowDto {
  readonly result: SyncResultDto;
  /** One sentence each: what did not work, what it means, what to do. */
  readonly problems: readonly string[];
}
