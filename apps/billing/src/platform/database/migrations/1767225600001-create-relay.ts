import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { id, index, integer, ofLicence, text, unique, varchar } from '../columns.js';

/** The OAuth relay: sign-ins under way, codes handed to sites, which sites hold whom, revocations still to do. */
export class CreateRelay1767225600001 implements MigrationInterface {
  readonly name = 'CreateRelay1767225600001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'oauth_requests',
        columns: [
          id,
          varchar('request_hash', 64),
          varchar('browser_hash', 64),
          integer('licence_id'),
          varchar('redirect_uri', 512),
          varchar('site_state', 512),
          varchar('code_challenge', 64),
          varchar('scope', 64),
          varchar('prompt', 16),
          varchar('discord_state_hash', 64, { isNullable: true }),
          text('verifier_sealed', { isNullable: true }),
          integer('expires_at'),
          integer('used_at', { isNullable: true }),
        ],
        indices: [
          unique('uq_oauth_requests_request', 'request_hash'),
          unique('uq_oauth_requests_state', 'discord_state_hash'),
          index('ix_oauth_requests_expires', 'expires_at'),
        ],
        foreignKeys: [ofLicence('fk_oauth_requests_licence')],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'oauth_codes',
        columns: [
          id,
          varchar('code_hash', 64),
          integer('licence_id'),
          varchar('redirect_uri', 512),
          varchar('code_challenge', 64),
          text('discord_code_sealed'),
          text('verifier_sealed'),
          integer('expires_at'),
          integer('used_at', { isNullable: true }),
        ],
        indices: [unique('uq_oauth_codes_code', 'code_hash'), index('ix_oauth_codes_expires', 'expires_at')],
        foreignKeys: [ofLicence('fk_oauth_codes_licence')],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'oauth_grants',
        columns: [
          id,
          integer('licence_id'),
          varchar('discord_user_id', 20),
          integer('created_at'),
          integer('modified_at'),
        ],
        indices: [
          unique('uq_oauth_grants_user', 'licence_id', 'discord_user_id'),
          index('ix_oauth_grants_discord_user', 'discord_user_id'),
        ],
        foreignKeys: [ofLicence('fk_oauth_grants_licence')],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'oauth_pending_revocations',
        columns: [
          id,
          varchar('discord_user_id', 20),
          text('token_sealed'),
          integer('attempts'),
          integer('next_attempt_at'),
          integer('created_at'),
        ],
        indices: [
          index('ix_oauth_pending_revocations_user', 'discord_user_id'),
          index('ix_oauth_pending_revocations_next', 'next_attempt_at'),
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['oauth_pending_revocations', 'oauth_grants', 'oauth_codes', 'oauth_requests']) {
      await queryRunner.dropTable(table);
    }
  }
}
