import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, id, index, integer, text, unique, varchar } from '../columns.js';

/** Readings of guilds' members, and the pages that they consist of. */
export class CreateSnapshots1767225600002 implements MigrationInterface {
  readonly name = 'CreateSnapshots1767225600002';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'guild_snapshots',
        columns: [
          id,
          varchar('public_id', 36),
          varchar('guild_id', 20),
          varchar('kind', 16),
          varchar('state', 16),
          varchar('failure', 32, { isNullable: true }),
          integer('members_read'),
          integer('members_total', { isNullable: true }),
          text('counts_sealed', { isNullable: true }),
          text('proof_sealed', { isNullable: true }),
          bigint('started_at_ms'),
          bigint('finished_at_ms', { isNullable: true }),
          bigint('used_at_ms'),
        ],
        indices: [
          unique('uq_guild_snapshots_public_id', 'public_id'),
          index('ix_guild_snapshots_guild', 'guild_id', 'started_at_ms'),
          index('ix_guild_snapshots_used', 'used_at_ms'),
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'guild_snapshot_pages',
        columns: [
          integer('snapshot_id', { isPrimary: true }),
          integer('number', { isPrimary: true }),
          varchar('last_id', 20),
          integer('members'),
          bigint('read_at_ms'),
          text('sealed'),
        ],
        foreignKeys: [
          {
            name: 'fk_guild_snapshot_pages_snapshot',
            columnNames: ['snapshot_id'],
            referencedTableName: 'guild_snapshots',
            referencedColumnNames: ['id'],
            onDelete: 'CASCADE',
            onUpdate: 'NO ACTION',
          },
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['guild_snapshot_pages', 'guild_snapshots']) await queryRunner.dropTable(table);
  }
}
