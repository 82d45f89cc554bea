import { DomainError } from '@pulsetech/server-kit';

export type SnapshotErrorCode = 'snapshot_unknown' | 'snapshot_not_ready';

const MESSAGES: Readonly<Record<SnapshotErrorCode, string>> = {
  snapshot_unknown: 'There is no such snapshot of this Discord server, or not any more. Start another.',
  snapshot_not_ready:
    'This snapshot holds no members to look up: it is still being taken, or it failed. Ask how it stands.',
};

/** What is wrong with a question about a snapshot. */
export class SnapshotError extends DomainError<SnapshotErrorCode> {
  constructor(code: SnapshotErrorCode) {
    super(code, MESSAGES[code]);
  }
}
