import { Injectable } from '@nestjs/common';
import { grantId, type Grant } from '@pulsetech/domain';
import { LedgerRepository } from '../../ledger/ledger.repository.js';
import type { RunItem } from '../run-items.repository.js';
import { SPARED } from '../run-words.js';
import { RemovedChangesRepository } from './removed-changes.repository.js';

/** Items of which a run did nothing since there was nothing to do: theirs again, or gone by another synchronisation. */
@Injectable()
export class UntouchedItems {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly changes: RemovedChangesRepository,
  ) {}

  /** With the reason that the ledger shows; other items as they are. */
  async explained(items: readonly RunItem[]): Promise<RunItem[]> {
    const untouched = items.filter(isUntouched);
    if (untouched.length === 0) return [...items];
    const grants = await this.ledger.ofMany([...new Set(untouched.map(({ userId }) => userId))]);
    const gone = new Set(untouched.filter((item) => !isHeld(item, grants.get(item.userId) ?? [])));
    const last = await this.changes.last([...new Set(Array.from(gone, ({ userId }) => userId))]);
    return items.map((item) => {
      if (!gone.has(item)) return item;
      const action = last.get(`${item.userId} ${grantId(item)}`);
      return { ...item, detail: action === 'forgotten' ? SPARED.forgotten : SPARED.taken };
    });
  }
}

const UNTOUCHED = new Set<string | null>([SPARED.stillTrue, SPARED.newer, SPARED.roleDeleted]);

function isUntouched({ state, detail }: RunItem): boolean {
  return state === 'spared' && UNTOUCHED.has(detail);
}

/** What is suspended is not held, except where the end of the suspension is what was collected. */
function isHeld(item: RunItem, grants: readonly Grant[]): boolean {
  const grant = grants.find((one) => grantId(one) === grantId(item));
  return grant !== undefined && (grant.state !== 'suspended' || item.because === 'grace_over');
}
