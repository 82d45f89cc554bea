import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const NAME = 'webservice_log';

const index = (name: string, ...columns: string[]) => ({
  name: `${NAME}_${name}_ix`,
  columnNames: [...columns, 'timelast'],
});

const log = new Table({
  name: NAME,
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'tokenid', type: 'integer', isNullable: true },
    { name: 'tokenname', type: 'varchar', length: '100', isNullable: true },
    { name: 'userid', type: 'integer', isNullable: true },
    { name: 'username', type: 'varchar', length: '100', isNullable: true },
    { name: 'functionname', type: 'varchar', length: '200' },
    { name: 'outcome', type: 'varchar', length: '64' },
    { name: 'failed', type: 'integer' },
    { name: 'address', type: 'varchar', length: '64', isNullable: true },
    { name: 'calls', type: 'integer' },
    { name: 'total_us', type: 'bigint' },
    { name: 'longest_us', type: 'bigint' },
    { name: 'timefirst', type: 'integer' },
    { name: 'timelast', type: 'integer' },
  ],
  indices: [
    index('time'),
    index('token', 'tokenid'),
    index('username', 'username'),
    index('function', 'functionname'),
    index('outcome', 'outcome'),
    index('failed', 'failed'),
  ],
});

/** Who called the web service, and how that ended. */
export class WebserviceLog1767225600009 implements MigrationInterface {
  name = 'WebserviceLog1767225600009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(log);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(log);
  }
}
