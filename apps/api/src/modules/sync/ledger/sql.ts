import type { DataSource, EntityManager } from 'typeorm';

export type SqlValue = string | number | null;

/** How two databases word "insert, or change what is there". */
export function upsertSql(
  dataSource: DataSource,
  table: { readonly name: string; readonly columns: readonly string[]; readonly key: readonly string[] },
  /** Column to its new value; `new.x` stands for the value that was to be inserted, a bare name for the present one. */
  changes: Readonly<Record<string, string>>,
  rows: number,
): string {
  const values = `(${placeholders(table.columns.length)})`;
  const insert = `INSERT INTO ${table.name} (${table.columns.join(', ')}) VALUES ${Array(rows).fill(values).join(', ')}`;
  const sqlite = dataSource.options.type === 'better-sqlite3';
  const assignments = Object.entries(changes).map(([column, value]) => {
    const wanted = value.replace(/\bnew\.(\w+)/g, sqlite ? 'excluded.$1' : 'VALUES($1)');
    return `${column} = ${wanted}`;
  });
  const conflict = sqlite ? `ON CONFLICT (${table.key.join(', ')}) DO UPDATE SET` : 'ON DUPLICATE KEY UPDATE';
  return `${insert} ${conflict} ${assignments.join(', ')}`;
}

export function placeholders(count: number): string {
  return Array(count).fill('?').join(', ');
}

/** Inserts all rows with one statement for each 500. */
export async function insertRows(
  on: EntityManager,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly SqlValue[])[],
): Promise<void> {
  for (const piece of pieces(rows, 500)) {
    const values = Array(piece.length)
      .fill(`(${placeholders(columns.length)})`)
      .join(', ');
    await on.query(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${values}`, piece.flat());
  }
}

export function pieces<T>(items: readonly T[], size: number): T[][] {
  const result: T[][] = [];
  for (let from = 0; from < items.length; from += size) result.push(items.slice(from, from + size));
  return result;
}
