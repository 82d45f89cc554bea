import type { EntityManager } from 'typeorm';

/** SQLite takes 32,766 values in one statement, so rows are written and ids are asked for in pieces of this size. */
const ROWS_PER_STATEMENT = 1000;

export type SqlValue = string | number;

/** `?, ?, ?` for the values of an IN list; `NULL`, which nothing equals, for none. */
export function placeholders(count: number): string {
  return count === 0 ? 'NULL' : Array.from({ length: count }, () => '?').join(', ');
}

/** `items` in pieces of at most `size`. */
export function pieces<T>(items: readonly T[], size = ROWS_PER_STATEMENT): T[][] {
  const result: T[][] = [];
  for (let from = 0; from < items.length; from += size) result.push(items.slice(from, from + size));
  return result;
}

/** Inserts rows with one statement per 1000 and leaves rows alone whose unique index is taken already. */
export async function insertMissing(
  tx: EntityManager,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly SqlValue[])[],
): Promise<void> {
  const insert = tx.dataSource.options.type === 'better-sqlite3' ? 'INSERT OR IGNORE' : 'INSERT IGNORE';
  const row = `(${placeholders(columns.length)})`;
  for (const piece of pieces(rows)) {
    const values = piece.map(() => row).join(', ');
    await tx.query(`${insert} INTO ${table} (${columns.join(', ')}) VALUES ${values}`, piece.flat());
  }
}

/** Pairs of a user and something else, grouped to one condition per user: `(userid = ? AND x IN (?, ?)) OR …`. */
export function pairsCondition(
  column: string,
  pairs: readonly (readonly [userId: number, other: number])[],
): { readonly sql: string; readonly values: number[] } {
  const byUser = new Map<number, number[]>();
  for (const [userId, other] of pairs) byUser.set(userId, [...(byUser.get(userId) ?? []), other]);
  const groups = [...byUser];
  return {
    sql: groups.map(([, others]) => `(userid = ? AND ${column} IN (${placeholders(others.length)}))`).join(' OR '),
    values: groups.flatMap(([userId, others]) => [userId, ...others]),
  };
}
