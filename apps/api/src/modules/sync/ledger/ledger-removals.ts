import type { GrantKey } from '@pulsetech/domain';
import { pieces, placeholders, type SqlValue } from './sql.js';

/** What differs in the target only: together one short condition, which the database parses and finds quickly. */
interface Group {
  readonly userId: number;
  readonly kind: GrantKey['kind'];
  readonly roleId: number;
  readonly targetIds: number[];
}

const GROUPS_PER_STATEMENT = 300;

/** Collects rows of the ledger to be removed. */
export class Removals {
  private readonly groups = new Map<string, Group>();

  add(userId: number, { kind, targetId, roleId }: GrantKey): void {
    const id = `${userId}:${kind}:${roleId}`;
    const group = this.groups.get(id);
    if (group) group.targetIds.push(targetId);
    else this.groups.set(id, { userId, kind, roleId, targetIds: [targetId] });
  }

  *statements(): Generator<{ readonly condition: string; readonly values: SqlValue[] }> {
    for (const groups of pieces([...this.groups.values()], GROUPS_PER_STATEMENT)) {
      const conditions = groups.map(
        ({ targetIds }) =>
          `(userid = ? AND kind = ? AND targetid IN (${placeholders(targetIds.length)}) AND roleid = ?)`,
      );
      const values = groups.flatMap(({ userId, kind, targetIds, roleId }) => [userId, kind, ...targetIds, roleId]);
      yield { condition: conditions.join(' OR '), values };
    }
  }
}
