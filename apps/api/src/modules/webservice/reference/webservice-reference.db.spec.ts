import type { WebserviceReferenceDto } from '@pulsetech/contracts';
import { closeAfterAll } from '../../../../test/close-after.js';
import { SiteFixture } from '../../../../test/site.fixture.js';
import { WebserviceFunctions } from '../webservice-functions.js';

describe('The reference of the web service', () => {
  let site: SiteFixture;
  let names: string[];

  beforeAll(async () => {
    site = await SiteFixture.start();
    const declared = site.app.get(WebserviceFunctions).declared.map(({ name }) => name);
    const isOwn = (name: string) => name.startsWith('local_pulsetech_discord_');
    names = [...declared.filter(isOwn), ...declared.filter((name) => !isOwn(name))];
  }, 120_000);
  closeAfterAll(() => site);

  const get = (path: string): Promise<Response> => fetch(`${site.origin}${path}`);
  const reference = async (): Promise<WebserviceReferenceDto> =>
    (await (await get('/api/v1/webservice/reference')).json()) as WebserviceReferenceDto;

  test('is for everybody, and has every function that can be called, our own first', async () => {
    const answer = await get('/api/v1/webservice/reference');
    expect(answer.status).toBe(200);
    expect((await reference()).functions.map(({ name }) => name)).toEqual(names);
  });

  test('describes every parameter and every part of an answer in words', async () => {
    for (const { name, parameters, answer } of (await reference()).functions) {
      for (const field of [...parameters, ...(answer ?? [])].filter(({ type }) => !type.includes('structure'))) {
        expect(`${name} ${field.path}: ${field.text}`).toMatch(/: \S+/);
      }
    }
  });

  test('tells the addresses of this site', async () => {
    const { address, loginAddress, openApiAddress, functions, loginSample } = await reference();
    expect(address).toMatch(/^http.*\/webservice\/rest\/server\.php$/);
    expect(new URL(loginAddress).pathname).toBe('/login/token.php');
    expect(new URL(openApiAddress).pathname).toBe('/webservice/openapi.json');
    expect(functions[0]?.samples.curl).toContain(`"${address}"`);
    expect(loginSample).toContain(`"${loginAddress}"`);
  });

  test('is OpenAPI as well, which tools on other sites may read', async () => {
    const answer = await get('/webservice/openapi.json');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const { openapi, paths } = (await answer.json()) as { openapi: string; paths: Record<string, unknown> };
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths)).toEqual([
      ...names.map((name) => `/webservice/rest/server.php/${name}`),
      '/login/token.php',
    ]);
  });

  test('gives each function a path that reaches it', async () => {
    const answer = await get(`/webservice/rest/server.php/${names[0] ?? ''}?moodlewsrestformat=json`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ errorcode: 'invalidtoken' });
  });

  test.each(['/webservice', '/webservice/', '/webservice/rest/', '/webservice/soap/server.php', '/webservice/x.json'])(
    'leaves nothing at %s, no page either',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain('<');
    },
  );
});
