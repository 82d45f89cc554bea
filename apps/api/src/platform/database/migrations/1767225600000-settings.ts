import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

/** Settings by name, and what is known of the licence (one row). */
export class Settings1767225600000 implements MigrationInterface {
  name = 'Settings1767225600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(
      new Table({
        name: 'settings',
        columns: [
          { name: 'name', type: 'varchar', length: '64', isPrimary: true },
          { name: 'value', type: 'text' },
        ],
      }),
    );
    await runner.query("INSERT INTO settings (name, value) VALUES ('revision', '1')");
    await runner.createTable(
      new Table({
        name: 'license_state',
        columns: [
          { name: 'id', type: 'integer', isPrimary: true },
          { name: 'key_sealed', type: 'text', isNullable: true },
          { name: 'key_hash', type: 'varchar', length: '64', isNullable: true },
          { name: 'masked_key', type: 'varchar', length: '32', isNullable: true },
          { name: 'status', type: 'varchar', length: '16' },
          { name: 'reason', type: 'varchar', length: '16', isNullable: true },
          { name: 'client_id', type: 'varchar', length: '64', isNullable: true },
          { name: 'guild_id', type: 'varchar', length: '32', isNullable: true },
          { name: 'guild_name', type: 'varchar', length: '255', isNullable: true },
          { name: 'assertion', type: 'text', isNullable: true },
          { name: 'jwks', type: 'text', isNullable: true },
          { name: 'expires_at', type: 'integer', isNullable: true },
          { name: 'verified_at', type: 'integer', isNullable: true },
          { name: 'last_attempt_at', type: 'integer', isNullable: true },
          { name: 'last_failure', type: 'varchar', length: '64', isNullable: true },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('license_state');
    await runner.dropTable('settings');
  }
}
