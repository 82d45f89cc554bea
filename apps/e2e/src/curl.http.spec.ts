import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { RunningProduct } from './harness/running-product.js';

const FUNCTION = 'local_pulsetech_discord_get_user_by_discord_id';
const JOHN = '123456789012345678';

let product: RunningProduct;
let token: string;
let endpoint: string;

beforeAll(async () => {
  product = await RunningProduct.start();
  token = readFileSync(product.file('secrets/demo-token'), 'utf8').trim();
  endpoint = `${product.url}/webservice/rest/server.php`;
});

/** What the real curl prints. */
async function curl(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('curl', ['-s', ...args]);
  return stdout;
}

const found = expect.objectContaining({ found: true, username: 'jsmith' }) as unknown;

describe('curl reaches the web service', () => {
  it('with a form (-d)', async () => {
    const fields = [`wstoken=${token}`, `wsfunction=${FUNCTION}`, 'moodlewsrestformat=json', `discord_id=${JOHN}`];
    const answer = await curl(endpoint, ...fields.flatMap((field) => ['-d', field]));

    expect(JSON.parse(answer)).toEqual(found);
  });

  it('with everything in the address (-G)', async () => {
    const fields = [`wstoken=${token}`, `wsfunction=${FUNCTION}`, 'moodlewsrestformat=json', `discord_id=${JOHN}`];
    const answer = await curl('-G', endpoint, ...fields.flatMap((field) => ['--data-urlencode', field]));

    expect(JSON.parse(answer)).toEqual(found);
  });

  it('with the token in a header, as the documentation says', async () => {
    const fields = [`wsfunction=${FUNCTION}`, 'moodlewsrestformat=json', `discord_id=${JOHN}`];
    const args = ['-H', `Authorization: Bearer ${token}`, ...fields.flatMap((field) => ['-d', field])];

    expect(JSON.parse(await curl(endpoint, ...args))).toEqual(found);
  });

  it('with a multipart form (-F)', async () => {
    const fields = [`wstoken=${token}`, `wsfunction=${FUNCTION}`, 'moodlewsrestformat=json', `discord_id=${JOHN}`];
    const answer = await curl(endpoint, ...fields.flatMap((field) => ['-F', field]));

    expect(JSON.parse(answer)).toEqual(found);
  });

  it('and gets XML where it does not ask for JSON', async () => {
    const fields = [`wstoken=${token}`, `wsfunction=${FUNCTION}`, `discord_id=${JOHN}`];
    const answer = await curl('-i', endpoint, ...fields.flatMap((field) => ['-d', field]));

    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toContain('application/xml; charset=utf-8');
    expect(answer).toContain('<KEY name="username"><VALUE>jsmith</VALUE>\n</KEY>');
  });

  it('and is answered alike when it asks first whether a large form may come (Expect: 100-continue)', async () => {
    const roles = Array.from({ length: 900 }, (_, at) => `discord_roles[${at}]=${10n ** 17n + BigInt(at)}`);
    const fields = [
      `wstoken=${token}`,
      'wsfunction=local_pulsetech_discord_sync_user_roles',
      'moodlewsrestformat=json',
    ];
    const form = [...fields, 'discord_id=999', ...roles].join('&');
    const answer = await curl(endpoint, '-H', 'Expect: 100-continue', '-d', form);

    expect(JSON.parse(answer)).toMatchObject({ success: false, errors: 1 });
  });

  it('and gets a token at login/token.php', async () => {
    const fields = ['username=admin', 'password=Admin-demo-1', 'service=local_pulsetech_discord'];
    const answer = await curl(`${product.url}/login/token.php`, ...fields.flatMap((field) => ['-d', field]));

    expect(JSON.parse(answer)).toEqual({
      token: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      privatetoken: null,
    });
  });
});
