import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';

/** What a database shall hold from the beginning, made once for each MariaDB server and copied from there. */
export interface DatabaseTemplate {
  /** Folder of the sources that make it: with other sources it is another template. */
  readonly sources: string;
  /** Fills the empty database at this address, and closes what it opened. */
  fill(url: string): Promise<void>;
}

const LOCK_SECONDS = 100;

/**
 * Makes the database `name` as a copy of the template: its tables, their rows, its collation. A copy takes a tenth of
 * what migrating from the beginning takes, as TypeORM asks information_schema again and again.
 */
export async function copyTemplate(serverUrl: string, name: string, template: DatabaseTemplate): Promise<void> {
  const connection = await createConnection({ uri: serverUrl, multipleStatements: true });
  try {
    const original = `template_${versionOf(template)}`;
    const copying = await statementsFor(connection, serverUrl, original, template);
    await connection.query(`CREATE DATABASE ${name} ${copying.collation}; USE ${name}; ${copying.tables}`);
  } finally {
    await connection.end();
  }
}

interface Copying {
  readonly collation: string;
  /** Statements that make the tables in whatever database is in use, and fill them. */
  readonly tables: string;
}

/** Kept beside the templates, so that only the first of all test files and workers asks for every table. */
async function statementsFor(
  connection: Connection,
  serverUrl: string,
  original: string,
  template: DatabaseTemplate,
): Promise<Copying> {
  const [[lock]] = await connection.query<RowDataPacket[]>('SELECT GET_LOCK(?, ?) AS held', [original, LOCK_SECONDS]);
  if (Number(lock?.['held']) !== 1) throw new Error(`Nobody made the database ${original} in ${LOCK_SECONDS} s.`);
  try {
    await connection.query(
      `CREATE DATABASE IF NOT EXISTS test_templates CHARACTER SET utf8mb4;
       CREATE TABLE IF NOT EXISTS test_templates.copying (original varchar(64) PRIMARY KEY, collation text, tables longtext)`,
    );
    const [known] = await connection.query<(Copying & RowDataPacket)[]>(
      'SELECT collation, tables FROM test_templates.copying WHERE original = ?',
      [original],
    );
    if (known[0]) return known[0];
    // One that was left half-made by a process that died is made anew.
    await connection.query(`DROP DATABASE IF EXISTS ${original}; CREATE DATABASE ${original}`);
    const url = new URL(serverUrl);
    url.pathname = `/${original}`;
    await template.fill(url.href);
    const copying = await readStatements(connection, original);
    await connection.query('INSERT INTO test_templates.copying VALUES (?, ?, ?)', [
      original,
      copying.collation,
      copying.tables,
    ]);
    return copying;
  } finally {
    await connection.query('SELECT RELEASE_LOCK(?)', [original]);
  }
}

async function readStatements(connection: Connection, original: string): Promise<Copying> {
  const rows = async (sql: string): Promise<readonly string[][]> => {
    const [found] = await connection.query<RowDataPacket[][]>({ sql, rowsAsArray: true });
    return found as unknown as string[][];
  };
  const statements: string[] = ['SET foreign_key_checks = 0'];
  for (const [table = ''] of await rows(`SHOW TABLES FROM ${original}`)) {
    for (const [, statement = ''] of await rows(`SHOW CREATE TABLE ${original}.\`${table}\``))
      statements.push(statement);
    const filled = await rows(`SELECT 1 FROM ${original}.\`${table}\` LIMIT 1`);
    if (filled.length > 0) statements.push(`INSERT INTO \`${table}\` SELECT * FROM ${original}.\`${table}\``);
  }
  const [[characterSet, collation] = []] = await rows(
    `SELECT default_character_set_name, default_collation_name FROM information_schema.schemata WHERE schema_name = '${original}'`,
  );
  return { collation: `CHARACTER SET ${characterSet} COLLATE ${collation}`, tables: statements.join(';\n') };
}

function versionOf({ sources }: DatabaseTemplate): string {
  const hash = createHash('sha256').update(sources);
  for (const entry of readdirSync(sources, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
  }
  return hash.digest('hex').slice(0, 16);
}
