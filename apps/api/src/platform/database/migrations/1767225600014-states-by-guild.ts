import { Table, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';

const STATES = 'sync_states';
const NEW = 'sync_states_new';
const OLD = 'sync_states_old';

const USER = { name: 'userid', type: 'integer', isPrimary: true };
const GUILD = { name: 'guild_id', type: 'varchar', length: '32', isPrimary: true };
const REST = [
  { name: 'discord_id', type: 'varchar', length: '32' },
  { name: 'observed_at_ms', type: 'bigint' },
  { name: 'observation', type: 'varchar', length: '16' },
  { name: 'roles', type: 'text' },
  { name: 'detail', type: 'text', isNullable: true },
  { name: 'timemodified', type: 'integer' },
];
const COLUMNS = REST.map(({ name }) => name).join(', ');

/** As far as the site knows which one: until now there was one observation of each user, of the licence's Discord server. */
const THE_GUILD = "COALESCE((SELECT guild_id FROM license_state WHERE id = 1), '')";

/**
 * What was seen of a user in one Discord server is no word about another one, so the server is part of the key. Going back,
 * what was seen in the licence's server is kept.
 */
export class StatesByGuild1767225600014 implements MigrationInterface {
  name = 'StatesByGuild1767225600014';

  async up(runner: QueryRunner): Promise<void> {
    await begin(runner, [USER, GUILD, ...REST], true);
    await runner.query(
      `INSERT INTO ${NEW} (userid, guild_id, ${COLUMNS}) SELECT userid, ${THE_GUILD}, ${COLUMNS} FROM ${STATES}`,
    );
    await end(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await begin(runner, [USER, ...REST], false);
    await runner.query(
      `INSERT INTO ${NEW} (userid, ${COLUMNS}) SELECT userid, ${COLUMNS} FROM ${STATES} WHERE guild_id = ${THE_GUILD}`,
    );
    await end(runner);
  }
}

/** What a process left behind that died in between is begun anew; see LedgerByUser1767225600010. */
async function begin(runner: QueryRunner, columns: TableColumnOptions[], withoutRowid: boolean): Promise<void> {
  for (const left of [NEW, OLD]) await runner.query(`DROP TABLE IF EXISTS ${left}`);
  await runner.createTable(new Table({ name: NEW, columns, withoutRowid }));
}

async function end(runner: QueryRunner): Promise<void> {
  if (runner.dataSource.options.type === 'mariadb') {
    await runner.query(`RENAME TABLE ${STATES} TO ${OLD}, ${NEW} TO ${STATES}`);
    await runner.query(`DROP TABLE ${OLD}`);
  } else {
    await runner.dropTable(STATES);
    await runner.renameTable(NEW, STATES);
  }
}
