import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TableColumn } from 'typeorm';
import { integer, text, varchar } from '../columns.js';

const GRANT_COLUMNS = [
  integer('generation', { default: 0 }),
  text('tokens_sealed', { isNullable: true }),
  integer('rotated_at', { isNullable: true }),
  integer('refreshing_until', { isNullable: true }),
  varchar('refreshing_by', 36, { isNullable: true }),
  integer('refresh_lost_at', { isNullable: true }),
];

/** The newest tokens of each grant, who is refreshing them, and who is telling Discord of a revocation. */
export class KeepRelayTokens1767225600006 implements MigrationInterface {
  readonly name = 'KeepRelayTokens1767225600006';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumns(
      'oauth_grants',
      GRANT_COLUMNS.map((column) => new TableColumn(column)),
    );
    await queryRunner.addColumn(
      'oauth_pending_revocations',
      new TableColumn(integer('claimed_until', { isNullable: true })),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropColumn('oauth_pending_revocations', 'claimed_until');
    await queryRunner.dropColumns(
      'oauth_grants',
      GRANT_COLUMNS.map(({ name }) => name),
    );
  }
}
