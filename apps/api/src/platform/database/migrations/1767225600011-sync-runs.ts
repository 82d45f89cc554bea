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
  integer('unlinked', fromZero),
  integer('leaving', fromZero),
  { name: 'stops', type: 'text', isNullable: true },
  integer('decidedby', optional),
  integer('timedecided', optional),
  integer('startedby', optional),
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
  ['sync_changes', new TableIndex({ name: 'sync_changes_targetid_ix', columnNames: ['targetid'] })],
  [
    'sync_grants',
    new TableIndex({ name: 'sync_grants_target_ix', columnNames: ['kind', 'targetid', 'roleid', 'state', 'origin'] }),
  ],
] as const;

const COLUMNS = [
  ['sync_runs', RUN_COLUMNS],
  ['sync_changes', CHANGE_COLUMNS],
] as const;

/**
 * Runs that can be held, decided about, resumed and undone; what they collect; why each change was made. MariaDB commits
 * each of these statements at once, so each is left out where a process that died in between did it already.
 */
export class SyncRuns1767225600011 implements MigrationInterface {
  name = 'SyncRuns1767225600011';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of COLUMNS) {
      const had = await columnsOf(runner, table);
      const missing = columns.filter(({ name }) => !had.has(name));
      await runner.addColumns(
        table,
        missing.map((column) => new TableColumn(column)),
      );
    }
    for (const table of [items, problems]) await runner.createTable(table, true);
    for (const [table, index] of INDICES) {
      if (!(await hasIndex(runner, table, index))) await runner.createIndex(table, index);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, index] of [...INDICES].reverse()) {
      if (await hasIndex(runner, table, index)) await runner.dropIndex(table, index);
    }
    for (const table of [problems, items]) await runner.dropTable(table, true);
    for (const [table, columns] of [...COLUMNS].reverse()) {
      const had = await columnsOf(runner, table);
      await runner.dropColumns(
        table,
        columns.flatMap(({ name }) => (had.has(name) ? [name] : [])),
      );
    }
  }
}

async function columnsOf(runner: QueryRunner, table: string): Promise<ReadonlySet<string>> {
  return new Set((await runner.getTable(table))?.columns.map(({ name }) => name));
}

async function hasIndex(runner: QueryRunner, table: string, { name }: TableIndex): Promise<boolean> {
  return (await runner.getTable(table))?.indices.some((index) => index.name === name) ?? false;
}
