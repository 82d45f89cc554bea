import { Table, TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, index, integer, ofLicence, varchar } from '../columns.js';

const OF_SITES = [
  varchar('version', 32, { isNullable: true }),
  integer('push_succeeded_at', { isNullable: true }),
  integer('push_failed_at', { isNullable: true }),
  varchar('push_failure', 32, { isNullable: true }),
];

/** Whom sites are told about, what waits to be told, and how that goes. */
export class CreatePushes1767225600004 implements MigrationInterface {
  readonly name = 'CreatePushes1767225600004';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'followed_members',
        columns: [
          integer('licence_id', { isPrimary: true }),
          varchar('discord_user_id', 20, { isPrimary: true }),
          integer('followed_at'),
        ],
        indices: [index('ix_followed_members_user', 'discord_user_id')],
        foreignKeys: [ofLicence('fk_followed_members_licence')],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'pushes',
        columns: [
          integer('licence_id', { isPrimary: true }),
          varchar('discord_user_id', 20, { isPrimary: true }),
          varchar('guild_id', 20),
          varchar('version', 36),
          integer('bulk'),
          bigint('changed_at_ms'),
          bigint('due_at_ms'),
          integer('attempts'),
          varchar('last_failure', 32, { isNullable: true }),
          bigint('dead_at_ms', { isNullable: true }),
        ],
        indices: [index('ix_pushes_due', 'due_at_ms')],
        foreignKeys: [ofLicence('fk_pushes_licence')],
      }),
    );
    await queryRunner.addColumns(
      'sites',
      OF_SITES.map((column) => new TableColumn(column)),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const { name } of OF_SITES) await queryRunner.dropColumn('sites', name);
    for (const table of ['pushes', 'followed_members']) await queryRunner.dropTable(table);
  }
}
