import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

/** Which Discord role gives which course role and cohort. */
export class Mappings1767225600004 implements MigrationInterface {
  name = 'Mappings1767225600004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'local_pulsetech_discord_role_mappings',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          { name: 'discord_role_id', type: 'varchar', length: '32' },
          { name: 'discord_role_name', type: 'varchar', length: '255' },
          { name: 'courseid', type: 'integer' },
          { name: 'roleid', type: 'integer' },
          { name: 'cohortid', type: 'integer', isNullable: true },
          { name: 'timecreated', type: 'integer' },
          { name: 'timemodified', type: 'integer' },
        ],
        indices: [
          {
            name: 'local_pulsetech_discord_role_mappings_uix',
            columnNames: ['discord_role_id', 'courseid', 'roleid', 'cohortid'],
            isUnique: true,
          },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('local_pulsetech_discord_role_mappings');
  }
}
