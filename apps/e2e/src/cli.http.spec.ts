import { until } from '@pulsetech/testing';
import { DISCORD_IDS, DISCORD_ROLES } from './harness/discord-people.js';
import { RunningProduct } from './harness/running-product.js';
import { WebserviceClient } from './harness/webservice-client.js';

let product: RunningProduct;
let bot: WebserviceClient;

beforeAll(async () => {
  product = await RunningProduct.start();
  bot = WebserviceClient.ofDemo(product);
});

describe('task:run sync_all_users', () => {
  it('brings every linked user to where their Discord roles say, and prints the counts', async () => {
    await product.sandbox.setRoles(DISCORD_IDS.john, [DISCORD_ROLES.premiumMember]);
    const printed = await product.cli('api', 'task:run', 'sync_all_users');

    expect(await bot.coursesOf(DISCORD_IDS.john)).toEqual(['PROG201']);
    expect(printed).toMatch(/completed/);
  });

  it('may be named as in the scheduled task’s class', async () => {
    await product.sandbox.setRoles(DISCORD_IDS.john, [DISCORD_ROLES.studentAccess]);
    await product.cli('api', 'task:run', '\\local_pulsetech_discord\\task\\sync_all_users');

    expect(await bot.coursesOf(DISCORD_IDS.john)).toEqual(['PROG101']);
  });

  it('waits while Discord does not answer, takes nothing meanwhile, and ends with an exit code that says it was stopped', async () => {
    await product.sandbox.setRoles(DISCORD_IDS.john, []);
    await product.sandbox.order({ route: 'GET /guilds/*', status: 503 });
    const ending = product.cli('api', 'task:run', 'sync_all_users').catch((error: unknown) => error);
    let line: string | undefined;
    await until(
      'the run is going on',
      async () => {
        line = (await product.cli('api', 'run:list')).split('\n').find((one) => one.includes('running'));
        return line !== undefined;
      },
      60_000,
    );
    const id = /\d+/.exec(line ?? '')?.[0] ?? '';

    expect(await product.cli('api', 'run:stop', id)).toContain('stopped');
    expect(await ending).toMatchObject({ exitCode: 1, output: expect.stringContaining('stopped') as string });
    expect(await bot.coursesOf(DISCORD_IDS.john)).toEqual(['PROG101']);
    await product.sandbox.heal();
  });
});

describe('mapping:list', () => {
  it('prints each mapping with the people that it serves', async () => {
    const printed = await product.cli('api', 'mapping:list');
    expect(printed).toMatch(/^\d+\tStudent Access → .* \(Student\).*\t\d+ (person|people)$/m);
    expect(JSON.parse(await product.cli('api', 'mapping:list', '--json'))).toContainEqual(
      expect.objectContaining({ problems: [], warnings: expect.any(Array) as string[] }),
    );
  });
});

describe('token:create', () => {
  it('prints a token that the web service takes', async () => {
    const printed = await product.cli('api', 'token:create', '--name', 'bot', '--owner', 'admin');
    const token = /\b[0-9a-f]{32}\b/.exec(printed)?.[0] ?? '';
    const answer = await new WebserviceClient(product.url, token).call('get_user_by_discord_id', {
      discord_id: DISCORD_IDS.john,
    });

    expect(answer).toMatchObject({ found: true, username: 'jsmith' });
  });
});

describe('cache:purge', () => {
  it('ends well', async () => {
    expect(await product.cli('api', 'cache:purge')).toContain('emptied');
  });
});

describe('a command that does not exist', () => {
  it('ends with exit code 1 and names what there is', async () => {
    await expect(product.cli('api', 'no:such')).rejects.toMatchObject({ exitCode: 1 });
  });
});
