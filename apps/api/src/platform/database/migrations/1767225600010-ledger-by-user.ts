import { Table, TableIndex, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';

const LEDGER = 'sync_grants';
const NEW = 'sync_grants_new';
const OLD = 'sync_grants_old';

const KEY = [
  { name: 'userid', type: 'integer' },
  { name: 'kind', type: 'varchar', length: '16' },
  { name: 'targetid', type: 'integer' },
  { name: 'roleid', type: 'integer', default: 0 },
];
const REST = [
  { name: 'origin', type: 'varchar', length: '16' },
  { name: 'state', type: 'varchar', length: '16' },
  { name: 'timecreated', type: 'integer' },
  { name: 'timemodified', type: 'integer' },
];
const COLUMNS = [...KEY, ...REST].map(({ name }) => name).join(', ');

const byUser = [...KEY.map((column) => ({ ...column, isPrimary: true })), ...REST];

const numbered = [
  { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' as const },
  ...KEY,
  ...REST,
];

/**
 * A row of the ledger is found by what it is about, so that is its key: a user's rows lie together, and writing one
 * touches one index instead of three.
 */
export class LedgerByUser1767225600010 implements MigrationInterface {
  name = 'LedgerByUser1767225600010';

  async up(runner: QueryRunner): Promise<void> {
    await replace(runner, byUser);
  }

  async down(runner: QueryRunner): Promise<void> {
    await replace(runner, numbered);
    const key = KEY.map(({ name }) => name);
    await runner.createIndices(LEDGER, [
      new TableIndex({ name: 'sync_grants_uix', columnNames: key, isUnique: true }),
      new TableIndex({ name: 'sync_grants_state_ix', columnNames: ['state'] }),
    ]);
  }
}

/**
 * MariaDB commits each of these statements at once. A process that dies in between leaves tables behind, but never a
 * database without the ledger, and the whole can be done again from wherever it ended.
 */
async function replace(runner: QueryRunner, columns: TableColumnOptions[]): Promise<void> {
  for (const left of [NEW, OLD]) await runner.query(`DROP TABLE IF EXISTS ${left}`);
  await runner.createTable(new Table({ name: NEW, columns }));
  await runner.query(`INSERT INTO ${NEW} (${COLUMNS}) SELECT ${COLUMNS} FROM ${LEDGER}`);
  if (runner.dataSource.options.type === 'mariadb') {
    await runner.query(`RENAME TABLE ${LEDGER} TO ${OLD}, ${NEW} TO ${LEDGER}`);
    await runner.query(`DROP TABLE ${OLD}`);
  } else {
    await runner.dropTable(LEDGER);
    await runner.renameTable(NEW, LEDGER);
  }
}
