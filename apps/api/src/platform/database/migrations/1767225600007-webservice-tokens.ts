import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const TABLE = 'external_tokens';

/** Name and type, as both databases understand them in `ALTER TABLE`. */
const columns = [
  ['kind', "varchar(10) NOT NULL DEFAULT 'bot'"],
  ['functions', 'text'],
  ['valid_until', 'integer'],
  ['expired_at', 'integer'],
  ['ip_restriction', 'text'],
  ['service', 'varchar(100)'],
  ['nonce', 'varchar(64)'],
  ['key_id', 'varchar(32)'],
  ['creatorid', 'integer'],
  ['lastip', 'varchar(45)'],
] as const;

/** One row for each person and service; tokens that belong to no service are all different to an index. */
const oneForEachService = new TableIndex({
  name: 'external_tokens_service_uix',
  columnNames: ['userid', 'service'],
  isUnique: true,
});

/** All that a token of before could call. It can call no more than that afterwards. */
const FUNCTIONS_OF_BEFORE = JSON.stringify([
  'local_pulsetech_discord_get_user_by_discord_id',
  'local_pulsetech_discord_sync_user_roles',
  'local_pulsetech_discord_get_user_courses',
  'local_pulsetech_discord_get_role_mappings',
]);

/**
 * What a token is for and how far it reaches. Which token the billing server has cannot be known from before, so every
 * one stays as it is, as the token of a bot; generating the one for the billing server once gives it one of its own.
 */
export class WebserviceTokens1767225600007 implements MigrationInterface {
  name = 'WebserviceTokens1767225600007';

  async up(runner: QueryRunner): Promise<void> {
    for (const [name, type] of columns) await runner.query(`ALTER TABLE ${TABLE} ADD COLUMN ${name} ${type}`);
    await runner.createIndex(TABLE, oneForEachService);
    await runner.query(`UPDATE ${TABLE} SET functions = ?`, [FUNCTIONS_OF_BEFORE]);
  }

  /** Tokens that may do less than everything, or not for ever, go: without these columns nothing would hold them back. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DELETE FROM ${TABLE} WHERE service IS NOT NULL OR valid_until IS NOT NULL OR ip_restriction IS NOT NULL
          OR (functions IS NOT NULL AND functions <> ?)`,
      [FUNCTIONS_OF_BEFORE],
    );
    await runner.dropIndex(TABLE, oneForEachService);
    for (const [name] of [...columns].reverse()) await runner.query(`ALTER TABLE ${TABLE} DROP COLUMN ${name}`);
  }
}
