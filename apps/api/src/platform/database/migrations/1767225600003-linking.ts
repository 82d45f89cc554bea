import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';

const links = new Table({
  name: 'local_pulsetech_discord_users',
  columns: [
    { name: 'id', type: 'integer', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
    { name: 'userid', type: 'integer' },
    { name: 'discord_id', type: 'varchar', length: '32' },
    { name: 'discord_username', type: 'varchar', length: '255', isNullable: true },
    { name: 'discord_avatar', type: 'varchar', length: '255', isNullable: true },
    { name: 'discord_access_token', type: 'text', isNullable: true },
    { name: 'discord_refresh_token', type: 'text', isNullable: true },
    { name: 'token_expires_at', type: 'integer', isNullable: true },
    { name: 'last_synced_at', type: 'integer', isNullable: true },
    { name: 'timecreated', type: 'integer' },
    { name: 'timemodified', type: 'integer' },
  ],
  indices: [
    { name: 'local_pulsetech_discord_users_userid_uix', columnNames: ['userid'], isUnique: true },
    { name: 'local_pulsetech_discord_users_discord_id_uix', columnNames: ['discord_id'], isUnique: true },
    { name: 'local_pulsetech_discord_users_expiry_ix', columnNames: ['token_expires_at'] },
  ],
});

const reservations = new Table({
  name: 'linking_reservations',
  columns: [
    { name: 'discord_id', type: 'varchar', length: '32', isPrimary: true },
    { name: 'username', type: 'varchar', length: '100' },
    { name: 'email', type: 'varchar', length: '100' },
    { name: 'timecreated', type: 'integer' },
  ],
});

const states = new Table({
  name: 'oauth_states',
  columns: [
    { name: 'state_hash', type: 'varchar', length: '64', isPrimary: true },
    { name: 'browser_hash', type: 'varchar', length: '64' },
    { name: 'verifier', type: 'text' },
    { name: 'intent', type: 'varchar', length: '8' },
    { name: 'userid', type: 'integer', default: 0 },
    { name: 'timecreated', type: 'integer' },
  ],
  indices: [{ name: 'oauth_states_timecreated_ix', columnNames: ['timecreated'] }],
});

/** Sign-ins under way, Discord account links, and accounts that are being made for Discord users. */
export class Linking1767225600003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(links);
    await runner.createTable(reservations);
    await runner.createTable(states);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(states);
    await runner.dropTable(reservations);
    await runner.dropTable(links);
  }
}
