import { Table, TableIndex, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';

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
    await runner.createIndices('sync_grants', [
      new TableIndex({ name: 'sync_grants_uix', columnNames: key, isUnique: true }),
      new TableIndex({ name: 'sync_grants_state_ix', columnNames: ['state'] }),
    ]);
  }
}

async function replace(runner: QueryRunner, columns: TableColumnOptions[]): Promise<void> {
  await runner.createTable(new Table({ name: 'sync_grants_new', columns }));
  await runner.query(`INSERT INTO sync_grants_new (${COLUMNS}) SELECT ${COLUMNS} FROM sync_grants`);
  await runner.dropTable('sync_grants');
  await runner.renameTable('sync_grants_new', 'sync_grants');
}
