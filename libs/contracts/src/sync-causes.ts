/** What makes a synchronisation happen; it stands with every change that is recorded. */
export const SYNC_CAUSES = [
  'login',
  'link',
  'unlink',
  'manual',
  'webservice',
  'gateway',
  'schedule',
  'cli',
  'recovery',
  'undo',
] as const;
export type SyncCause = (typeof SYNC_CAUSES)[number];
