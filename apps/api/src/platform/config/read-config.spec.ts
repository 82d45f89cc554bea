import { ConfigError } from '@pulsetech/server-kit';
import { readConfig } from './read-config.js';

describe('the configuration of a site', () => {
  it('needs nothing to begin with', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ PORT: 3000, HOST: '127.0.0.1', SITE_NAME: 'PulseLMS', trustProxy: 'loopback' });
    expect(config.siteUrl).toBe('http://localhost:3000');
    expect(config.billingPublicUrl).toBe('http://127.0.0.1:3001');
    expect(config.https).toBe(false);
    expect(readConfig({ PORT: '4000' }).billingUrl).toBe('http://127.0.0.1:4001');
  });

  it('takes addresses with or without a slash at their end', () => {
    const config = readConfig({
      SITE_URL: 'https://lms.example/',
      BILLING_URL: 'http://billing:3001/',
      TRUST_PROXY: '2',
    });
    expect([config.siteUrl, config.billingUrl, config.billingPublicUrl]).toEqual([
      'https://lms.example',
      'http://billing:3001',
      'http://billing:3001',
    ]);
    expect([config.https, config.trustProxy]).toEqual([true, 2]);
  });

  it('limits the web service by default, and not at all where it is told 0', () => {
    const limits = (env: Record<string, string>): unknown[] => {
      const { WEBSERVICE_TOKEN_CALLS_PER_MINUTE, WEBSERVICE_ADDRESS_CALLS_PER_MINUTE } = readConfig(env);
      return [WEBSERVICE_TOKEN_CALLS_PER_MINUTE, WEBSERVICE_ADDRESS_CALLS_PER_MINUTE];
    };
    expect(limits({})).toEqual([6000, 12_000]);
    const none = { WEBSERVICE_TOKEN_CALLS_PER_MINUTE: '0', WEBSERVICE_ADDRESS_CALLS_PER_MINUTE: '0' };
    expect(limits(none)).toEqual([0, 0]);
    expect(() => limits({ WEBSERVICE_TOKEN_CALLS_PER_MINUTE: '-1' })).toThrow(/WEBSERVICE_TOKEN_CALLS_PER_MINUTE/);
    expect(() => limits({ WEBSERVICE_ADDRESS_CALLS_PER_MINUTE: 'many' })).toThrow(ConfigError);
  });

  it('refuses to send passwords in the clear in production', () => {
    expect(() => readConfig({ NODE_ENV: 'production', SITE_URL: 'http://lms.example' })).toThrow(ConfigError);
    expect(readConfig({ NODE_ENV: 'production', SITE_URL: 'https://lms.example' }).https).toBe(true);
    expect(readConfig({ NODE_ENV: 'production', SITE_URL: 'http://localhost:3000' }).https).toBe(false);
  });

  it('tells all faults together, and no secret', () => {
    const faulty = { PORT: 'http', BILLING_URL: 'billing', SESSION_SECRET: 'too-short-secret', LOG_LEVEL: 'loud' };
    expect(() => readConfig(faulty)).toThrow(/PORT[\s\S]*BILLING_URL[\s\S]*SESSION_SECRET[\s\S]*LOG_LEVEL/);
    expect(() => readConfig(faulty)).not.toThrow(/too-short-secret/);
  });
});
