import type { Grant, GrantKind, GrantOrigin, GrantState } from '@pulsetech/domain';

const PARTS = 7;

/**
 * Somebody's ledger in one text: how many rows, and each of them. A run reads a dozen rows of everybody, and what a row
 * costs is its being a row. The colon at the end of each shows where a database cut the text, as some do at 1,024 bytes.
 */
export const LEDGER_TEXT = `CONCAT_WS(';', COUNT(*),
  GROUP_CONCAT(CONCAT_WS(':', g.kind, g.targetid, g.roleid, g.origin, g.state, g.timemodified, '')))`;

/** Null when the text is not whole. */
export function grantsOf(text: string): Grant[] | null {
  const [count, rows] = text.split(';');
  if (rows === undefined) return Number(count) === 0 ? [] : null;
  const grants: Grant[] = [];
  for (const row of rows.split(',')) {
    const parts = row.split(':');
    if (parts.length !== PARTS) return null;
    const [kind, targetId, roleId, origin, state, since] = parts;
    grants.push({
      kind: kind as GrantKind,
      targetId: Number(targetId),
      roleId: Number(roleId),
      origin: origin as GrantOrigin,
      state: state as GrantState,
      since: Number(since),
    });
  }
  return grants.length === Number(count) ? grants : null;
}
