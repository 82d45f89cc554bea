import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { id, index, integer, ofLicence, text, unique, varchar } from '../columns.js';

/** Licences, where their sites may be returned to, the sites themselves, and roles created on their behalf. */
export class CreateLicences1767225600000 implements MigrationInterface {
  readonly name = 'CreateLicences1767225600000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'licences',
        columns: [
          id,
          varchar('client_id', 32),
          varchar('key_hash', 64),
          varchar('key_tail', 8),
          varchar('name', 100),
          varchar('guild_id', 20),
          varchar('status', 16),
          integer('expires_at', { isNullable: true }),
          varchar('site_url', 255, { isNullable: true }),
          integer('verified_at', { isNullable: true }),
          integer('created_at'),
          integer('modified_at'),
        ],
        indices: [unique('uq_licences_client_id', 'client_id'), unique('uq_licences_key_hash', 'key_hash')],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'licence_redirect_uris',
        columns: [id, integer('licence_id'), varchar('uri', 512)],
        indices: [unique('uq_licence_redirect_uris', 'licence_id', 'uri')],
        foreignKeys: [ofLicence('fk_licence_redirect_uris_licence')],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'sites',
        columns: [id, integer('licence_id'), varchar('url', 255), text('token_sealed'), integer('registered_at')],
        indices: [unique('uq_sites_licence', 'licence_id')],
        foreignKeys: [ofLicence('fk_sites_licence')],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'role_creations',
        columns: [
          id,
          integer('licence_id'),
          varchar('idempotency_key', 64),
          varchar('name', 100),
          text('known_role_ids'),
          varchar('role_id', 20, { isNullable: true }),
          text('role', { isNullable: true }),
          integer('created_at'),
        ],
        indices: [
          unique('uq_role_creations_key', 'licence_id', 'idempotency_key'),
          index('ix_role_creations_created', 'created_at'),
        ],
        foreignKeys: [ofLicence('fk_role_creations_licence')],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['role_creations', 'sites', 'licence_redirect_uris', 'licences']) {
      await queryRunner.dropTable(table);
    }
  }
}
