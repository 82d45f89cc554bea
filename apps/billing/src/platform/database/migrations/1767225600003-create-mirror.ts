import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { bigint, integer, text, varchar } from '../columns.js';

/** What the bot hears: its session, and the members of its guilds. */
export class CreateMirror1767225600003 implements MigrationInterface {
  readonly name = 'CreateMirror1767225600003';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: 'gateway_sessions',
        columns: [
          integer('id', { isPrimary: true }),
          varchar('owner', 36, { isNullable: true }),
          bigint('owned_until_ms'),
          text('session_sealed', { isNullable: true }),
          bigint('began_at_ms', { isNullable: true }),
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'mirror_guilds',
        columns: [
          varchar('guild_id', 20, { isPrimary: true }),
          varchar('state', 16),
          integer('walk'),
          bigint('walked_at_ms', { isNullable: true }),
        ],
      }),
    );
    await queryRunner.createTable(
      new Table({
        name: 'mirror_members',
        columns: [
          varchar('guild_id', 20, { isPrimary: true }),
          varchar('user_id', 20, { isPrimary: true }),
          text('state_sealed'),
          bigint('at_ms'),
          integer('walk'),
        ],
      }),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['mirror_members', 'mirror_guilds', 'gateway_sessions']) await queryRunner.dropTable(table);
  }
}
