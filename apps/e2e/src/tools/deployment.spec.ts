import { planDeployment } from '../../../../tools/deployment.mjs';

const discord = { DISCORD_CLIENT_ID: '900000000000000002', DISCORD_CLIENT_SECRET: 'secret', DISCORD_BOT_TOKEN: 'bot' };

describe('what npm start runs', () => {
  it('without configuration is the demo on ports 3000, 3001 and 3002', () => {
    const plan = planDeployment('/checkout', {});

    expect(plan.kind).toBe('demo');
    expect(plan.addresses).toEqual({
      site: 'http://localhost:3000',
      billing: 'http://localhost:3001',
      sandbox: 'http://localhost:3002',
    });
    expect(plan.dataDir).toBe('/checkout/data');
  });

  it('takes a relative DATA_DIR from the top of the checkout, wherever it is started', () => {
    expect(planDeployment('/checkout', { DATA_DIR: './other' }).dataDir).toBe('/checkout/other');
  });

  it('moves all three servers with PORT', () => {
    expect(planDeployment('/checkout', { PORT: '4100' }).ports).toEqual({ api: 4100, billing: 4101, sandbox: 4102 });
  });

  it('with Discord’s credentials has no sandbox, and gives them to billing alone', () => {
    const plan = planDeployment('/checkout', discord);

    expect(plan.kind).toBe('discord');
    expect(plan.environments.billing).toMatchObject(discord);
    expect(JSON.stringify(plan.environments.api)).not.toContain('DISCORD_');
  });

  it('names what is missing when only a part of Discord’s credentials is set', () => {
    expect(() => planDeployment('/checkout', { DISCORD_CLIENT_ID: '900000000000000002' })).toThrow(
      'DISCORD_CLIENT_SECRET and DISCORD_BOT_TOKEN are not',
    );
  });

  it('with a billing server elsewhere is the site alone', () => {
    const plan = planDeployment('/checkout', { BILLING_URL: 'https://billing.example.com/' });

    expect(plan.kind).toBe('site');
    expect(plan.environments.api).toMatchObject({
      BILLING_URL: 'https://billing.example.com',
      BILLING_PUBLIC_URL: 'https://billing.example.com',
    });
  });

  it('never is the demo in production', () => {
    expect(() => planDeployment('/checkout', { NODE_ENV: 'production' })).toThrow('DISCORD_CLIENT_ID');
  });

  it('tells browsers the host of SITE_URL for the helpers too', () => {
    const plan = planDeployment('/checkout', { SITE_URL: 'http://192.168.1.5:3000/', HOST: '0.0.0.0' });

    expect(plan.addresses).toEqual({
      site: 'http://192.168.1.5:3000',
      billing: 'http://192.168.1.5:3001',
      sandbox: 'http://192.168.1.5:3002',
    });
    expect(plan.local.api).toBe('http://127.0.0.1:3000');
  });

  it.each(['0', '65534', 'http', '80.5'])('refuses PORT=%s', (PORT) => {
    expect(() => planDeployment('/checkout', { PORT })).toThrow('whole number');
  });
});
