import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { planDeployment } from '../../../../tools/deployment.mjs';

const root = resolve(__dirname, '../../../..');

/** Names of the properties of a configuration class: they are the names of its variables. */
function variablesOf(app: 'api' | 'billing'): string[] {
  const source = readFileSync(join(root, `apps/${app}/src/platform/config/app-config.ts`), 'utf8');
  return [...source.matchAll(/^ {2}([A-Z][A-Z_]+)[?!]?(?::| =)/gm)].flatMap(([, name]) => (name ? [name] : []));
}

const example = readFileSync(join(root, '.env.example'), 'utf8');
const documented = [...example.matchAll(/^# ([A-Z][A-Z_]+)=/gm)].flatMap(([, name]) => (name ? [name] : []));

describe.each(['api', 'billing'] as const)('the configuration of %s', (app) => {
  const variables = variablesOf(app);

  it('stands in .env.example, every variable', () => {
    expect(variables.length).toBeGreaterThan(10);
    expect(documented).toEqual(expect.arrayContaining(variables));
  });

  it('reaches the server through npm start, every variable', () => {
    const shared = { DISCORD_CLIENT_ID: '1', DISCORD_CLIENT_SECRET: '1', DISCORD_BOT_TOKEN: '1', SITE_URL: 'http://a' };
    const given = Object.fromEntries(documented.filter((name) => name !== 'BILLING_URL').map((name) => [name, '1']));
    const { environments } = planDeployment(root, { ...given, ...shared, PORT: '3000', DATA_DIR: '/data' });

    expect(Object.keys(environments[app])).toEqual(expect.arrayContaining(variables));
  });
});
