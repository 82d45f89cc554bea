import { readConfig } from './read-config.js';

const discord = {
  DISCORD_CLIENT_ID: '900000000000000100',
  DISCORD_CLIENT_SECRET: 'a-secret-value',
  DISCORD_BOT_TOKEN: 'a-token-value',
};

describe('the configuration of the billing server', () => {
  it('needs nothing but the application at Discord', () => {
    const config = readConfig(discord);
    expect(config).toMatchObject({
      PORT: 3001,
      HOST: '127.0.0.1',
      publicUrl: 'http://localhost:3001',
      https: false,
      trustProxy: 'loopback',
      DISCORD_API_URL: 'https://discord.com/api',
      DISCORD_AUTHORIZE_URL: 'https://discord.com/oauth2/authorize',
      DISCORD_ISSUER: 'https://discord.com',
    });
  });

  it('takes a public address with or without a slash at its end', () => {
    const config = readConfig({ ...discord, BILLING_PUBLIC_URL: 'https://billing.example/' });
    expect(config).toMatchObject({ publicUrl: 'https://billing.example', https: true });
  });

  it('tells all faults at once, and no value', () => {
    const faulty = { DISCORD_CLIENT_ID: 'my-id', DISCORD_BOT_TOKEN: 'a-token-value', PORT: 'high', LOG_LEVEL: 'loud' };
    const read = (): unknown => readConfig(faulty);
    for (const name of ['DISCORD_CLIENT_ID', 'DISCORD_CLIENT_SECRET', 'PORT', 'LOG_LEVEL']) expect(read).toThrow(name);
    for (const value of ['my-id', 'a-token-value', 'loud']) expect(read).not.toThrow(value);
  });

  it('refuses, in production, an address that codes would travel to in the clear', () => {
    const production = { ...discord, NODE_ENV: 'production' };
    expect(() => readConfig({ ...production, BILLING_PUBLIC_URL: 'http://billing.example' })).toThrow('https');
    expect(readConfig({ ...production, BILLING_PUBLIC_URL: 'http://localhost:3001' }).https).toBe(false);
  });

  it.each([
    ['false', false],
    ['2', 2],
    ['10.0.0.1, 10.0.0.2', '10.0.0.1, 10.0.0.2'],
  ])('reads TRUST_PROXY=%s as Express wants it', (text, value) => {
    expect(readConfig({ ...discord, TRUST_PROXY: text }).trustProxy).toBe(value);
  });
});
