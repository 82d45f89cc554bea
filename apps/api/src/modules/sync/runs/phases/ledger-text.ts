import type { Grant, GrantKind, GrantOrigin, GrantState } from '@pulsetech/domain';

const PARTS = 7;

/** The words themselves instead of pieces of a text, each of which would take memory of its own and keep the text. */
const KINDS = new Map(words<GrantKind>('enrolment', 'role', 'cohort'));
const ORIGINS = new Map(words<GrantOrigin>('granted', 'adopted'));
const STATES = new Map(words<GrantState>('granting', 'active', 'revoking', 'suspending', 'suspended', 'resuming'));

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
    const [kind, origin, state] = [KINDS.get(parts[0] ?? ''), ORIGINS.get(parts[3] ?? ''), STATES.get(parts[4] ?? '')];
    if (kind === undefined || origin === undefined || state === undefined) return null;
    grants.push({ kind, targetId: Number(parts[1]), roleId: Number(parts[2]), origin, state, since: Number(parts[5]) });
  }
  return grants.length === Number(count) ? grants : null;
}

function words<T extends string>(...all: T[]): [string, T][] {
  return all.map((word) => [word, word]);
}
