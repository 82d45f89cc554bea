import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const id = {
  name: 'id',
  type: 'integer',
  isPrimary: true,
  isGenerated: true,
  generationStrategy: 'increment',
} as const;

const grants = new Table({
  name: 'sync_grants',
  columns: [
    id,
    { name: 'userid', type: 'integer' },
    { name: 'kind', type: 'varchar', length: '16' },
    { name: 'targetid', type: 'integer' },
    { name: 'roleid', type: 'integer', default: 0 },
    { name: 'origin', type: 'varchar', length: '16' },
    { name: 'state', type: 'varchar', length: '16' },
    { name: 'timecreated', type: 'integer' },
    { name: 'timemodified', type: 'integer' },
  ],
  indices: [
    { name: 'sync_grants_uix', columnNames: ['userid', 'kind', 'targetid', 'roleid'], isUnique: true },
    { name: 'sync_grants_state_ix', columnNames: ['state'] },
  ],
});

const states = new Table({
  name: 'sync_states',
  columns: [
    { name: 'userid', type: 'integer', isPrimary: true },
    { name: 'discord_id', type: 'varchar', length: '32' },
    { name: 'observed_at_ms', type: 'bigint' },
    { name: 'observation', type: 'varchar', length: '16' },
    { name: 'roles', type: 'text' },
    { name: 'detail', type: 'text', isNullable: true },
    { name: 'timemodified', type: 'integer' },
  ],
});

const changes = new Table({
  name: 'sync_changes',
  columns: [
    id,
    { name: 'userid', type: 'integer' },
    { name: 'action', type: 'varchar', length: '16' },
    { name: 'kind', type: 'varchar', length: '16' },
    { name: 'targetid', type: 'integer' },
    { name: 'roleid', type: 'integer', default: 0 },
    { name: 'mappingid', type: 'integer', isNullable: true },
    { name: 'cause', type: 'varchar', length: '16' },
    { name: 'runid', type: 'integer', isNullable: true },
    { name: 'timecreated', type: 'integer' },
  ],
  indices: [
    { name: 'sync_changes_userid_ix', columnNames: ['userid'] },
    { name: 'sync_changes_runid_ix', columnNames: ['runid'] },
  ],
});

const runs = new Table({
  name: 'sync_runs',
  columns: [
    id,
    { name: 'cause', type: 'varchar', length: '16' },
    { name: 'state', type: 'varchar', length: '32' },
    { name: 'reason', type: 'text', isNullable: true },
    { name: 'users', type: 'integer', default: 0 },
    { name: 'enrolled', type: 'integer', default: 0 },
    { name: 'unenrolled', type: 'integer', default: 0 },
    { name: 'errors', type: 'integer', default: 0 },
    { name: 'timestarted', type: 'integer' },
    { name: 'timefinished', type: 'integer', isNullable: true },
  ],
});

const locks = new Table({
  name: 'locks',
  columns: [
    { name: 'name', type: 'varchar', length: '64', isPrimary: true },
    { name: 'owner', type: 'varchar', length: '32' },
    { name: 'expires_at_ms', type: 'bigint' },
  ],
});

const tables = [grants, states, changes, runs, locks];

/** The ledger of what was given, the last observation of each user, the record of changes, runs, and locks. */
export class Sync1767225600005 implements MigrationInterface {
  name = 'Sync1767225600005';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tables].reverse()) await runner.dropTable(table);
  }
}
