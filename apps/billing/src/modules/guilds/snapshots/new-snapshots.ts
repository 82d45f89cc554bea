import type { GuildErrorCode } from '../guilds.errors.js';
import type { NewSnapshot } from './snapshots.repository.js';

/** What is known of every snapshot when it begins. */
export type SnapshotBeginning = Pick<NewSnapshot, 'publicId' | 'guildId' | 'membersTotal' | 'startedAt' | 'usedAt'>;

const EMPTY = { failure: null, membersRead: 0, countsSealed: null, proofSealed: null, finishedAt: null };

/** The member list is to be walked. */
export function plannedWalk(about: SnapshotBeginning): NewSnapshot {
  return { ...EMPTY, ...about, kind: 'walk', state: 'walking' };
}

/** Nothing is read before the lookups, each of which reads its members itself and so proves what it says. */
export function plannedSingleReads(about: SnapshotBeginning, proofSealed: string): NewSnapshot {
  return { ...EMPTY, ...about, kind: 'single_reads', state: 'complete', proofSealed, finishedAt: about.startedAt };
}

/** The guild itself could not be read. */
export function failedSnapshot(
  about: SnapshotBeginning,
  kind: NewSnapshot['kind'],
  failure: GuildErrorCode,
): NewSnapshot {
  return { ...EMPTY, ...about, kind, state: 'failed', failure, finishedAt: about.startedAt };
}
