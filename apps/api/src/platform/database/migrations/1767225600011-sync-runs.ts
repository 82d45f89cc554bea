import { Table, TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const integer = (name: string, options: Partial<TableColumn> = {}) => ({ name, type: 'integer', ...options });
const varchar = (name: string, length: number, options: Partial<TableColumn> = {}) => ({
  name,
  type: 'varchar',
  length: String(length),
  ...options,
});
const optional = { isNullable: true };
const fromZero = { default: 0 };

const RUN_COLUMNS = [
  varchar('phase', 16, optional),
  integer('dry', fromZero),
  integer('undoes', optional),
  varchar('cursor_id', 32, optional),
  varchar('snapshotid', 64, optional),
  varchar('guildid', 32, optional),
  { name: 'roles', type: 'text', isNullable: true },
  integer('membersread', fromZero),
  integer('memberstotal', optional),
  integer('userstotal', fromZero),
  integer('missing', fromZero),
  integer('removals', fromZero),
  integer('removed', fromZero),
  integer('spared', fromZero),
  { name: 'stops', type: 'text', isNullable: true },
  integer('decidedby', optional),
  integer('timedecided', optional),
];

const CHANGE_COLUMNS = [varchar('because', 32, optional), varchar('discord_role_id', 32, optional)];

const items = new Table({
  name: 'sync_run_items',
  columns: [
    integer('runid', { isPrimary: true }),
    integer('userid', { isPrimary: true }),
    varchar('kind', 16, { isPrimary: true }),
    integer('targetid', { isPrimary: true }),
    integer('roleid', { isPrimary: true, default: 0 }),
    varchar('action', 8),
    integer('mappingid', optional),
    varchar('because', 32),
    varchar('state', 16),
    { name: 'detail', type: 'text', isNullable: true },
  ],
  indices: [{ name: 'sync_run_items_state_ix', columnNames: ['runid', 'state', 'userid'] }],
});

const problems = new Table({
  name: 'sync_run_problems',
  columns: [
    integer('id', { isPrimary: true, isGenerated: true, generationStrategy: 'increment' }),
    integer('runid'),
    integer('userid', optional),
    { name: 'message', type: 'text' },
  ],
  indices: [{ name: 'sync_run_problems_runid_ix', columnNames: ['runid'] }],
});

const INDICES = [
  ['sync_runs', new TableIndex({ name: 'sync_runs_state_ix', columnNames: ['state'] })],
  ['sync_changes', new TableIndex({ name: 'sync_changes_timecreated_ix', columnNames: ['timecreated'] })],
  [
    'sync_grants',
    new TableIndex({ name: 'sync_grants_target_ix', columnNames: ['kind', 'targetid', 'roleid', 'state'] }),
  ],
] as const;

/** Runs that can be held, decided about, resumed and undone; what they collect; why each change was made. */
export class SyncRuns1767225600011 implements MigrationInterface {
  name = 'SyncRuns1767225600011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns(
      'sync_runs',
      RUN_COLUMNS.map((column) => new TableColumn(column)),
    );
    await runner.addColumns(
      'sync_changes',
      CHANGE_COLUMNS.map((column) => new TableColumn(column)),
    );
    await runner.createTable(items);
    await runner.createTable(problems);
    for (const [table, index] of INDICES) await runner.createIndex(table, index);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, index] of [...INDICES].reverse()) await runner.dropIndex(table, index);
    await runner.dropTable(problems);
    await runner.dropTable(items);
    await runner.dropColumns(
      'sync_changes',
      CHANGE_COLUMNS.map(({ name }) => name),
    );
    await runner.dropColumns(
      'sync_runs',
      RUN_COLUMNS.map(({ name }) => name),
    );
  }
}
