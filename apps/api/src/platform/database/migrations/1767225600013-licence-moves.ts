import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

const TABLE = 'license_state';

const COLUMNS = [
  { name: 'grace_until', type: 'integer', isNullable: true },
  { name: 'former_guild_id', type: 'varchar', length: '32', isNullable: true },
  { name: 'former_guild_name', type: 'varchar', length: '255', isNullable: true },
  { name: 'moved_at', type: 'integer', isNullable: true },
];

/** Until when an expired licence counts, and which Discord server it was for before. */
export class LicenceMoves1767225600013 implements MigrationInterface {
  name = 'LicenceMoves1767225600013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns(
      TABLE,
      COLUMNS.map((column) => new TableColumn(column)),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns(
      TABLE,
      COLUMNS.map(({ name }) => name),
    );
  }
}
