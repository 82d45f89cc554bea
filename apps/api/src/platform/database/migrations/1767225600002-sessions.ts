import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

/** Sessions of browsers. */
export class Sessions1767225600002 implements MigrationInterface {
  name = 'Sessions1767225600002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'sessions',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          { name: 'sid', type: 'varchar', length: '64' },
          { name: 'userid', type: 'integer', default: 0 },
          { name: 'sessdata', type: 'text' },
          { name: 'timecreated', type: 'integer' },
          { name: 'timemodified', type: 'integer' },
          { name: 'firstip', type: 'varchar', length: '45', default: "''" },
          { name: 'lastip', type: 'varchar', length: '45', default: "''" },
        ],
        indices: [
          { name: 'sessions_sid_uix', columnNames: ['sid'], isUnique: true },
          { name: 'sessions_userid_ix', columnNames: ['userid'] },
          { name: 'sessions_timemodified_ix', columnNames: ['timemodified'] },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('sessions');
  }
}
