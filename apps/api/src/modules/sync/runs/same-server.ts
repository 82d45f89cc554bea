import { RunEnded } from './carried-run.js';
import type { Run } from './run.js';
import { OTHER_SERVER } from './run-words.js';

/**
 * What a run collected, and what somebody approved of it, counts only in the Discord server that it is about.
 *
 * @throws RunEnded `superseded` when the licence is for another one by now
 */
export function requireSameServer(run: Pick<Run, 'guildId'>, guildId: string): void {
  if (run.guildId !== null && run.guildId !== guildId) throw new RunEnded('superseded', OTHER_SERVER);
}
