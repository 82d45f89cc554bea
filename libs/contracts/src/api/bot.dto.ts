/** `ok`: changes arrive at once; `waiting`: they will, by themselves; `attention`: somebody has to do something. */
export type BotCondition = 'ok' | 'waiting' | 'attention' | 'unknown';

/** `GET /api/v1/settings/bot`: whether changes of roles in Discord get here at once. */
export interface BotDto {
  readonly condition: BotCondition;
  /** What is so, what it means, and what to do. */
  readonly message: string;
  /** When this site last took a change, Unix seconds; null when none was told, or nobody could say. */
  readonly lastPushAt: number | null;
  /** Changes that did not arrive yet; null when nobody could say. */
  readonly waiting: number | null;
}
