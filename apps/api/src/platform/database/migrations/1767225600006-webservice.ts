import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const tokens = new Table({
  name: 'external_tokens',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'name', type: 'varchar', length: '100' },
    { name: 'token_hash', type: 'varchar', length: '64' },
    { name: 'userid', type: 'integer' },
    { name: 'timecreated', type: 'integer' },
    { name: 'lastaccess', type: 'integer', isNullable: true },
  ],
  indices: [{ name: 'external_tokens_hash_uix', columnNames: ['token_hash'], isUnique: true }],
});

/** Web service tokens. */
export class Webservice1767225600006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(tokens);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(tokens);
  }
}
