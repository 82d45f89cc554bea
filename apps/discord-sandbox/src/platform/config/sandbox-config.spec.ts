import { readSandboxConfig, SandboxConfigError } from './sandbox-config.js';

const complete = {
  SANDBOX_CLIENT_ID: '800000000000000001',
  SANDBOX_CLIENT_SECRET: 'hidden-secret',
  SANDBOX_BOT_TOKEN: 'hidden-token',
  SANDBOX_REDIRECT_URIS: 'http://127.0.0.1:3001/a, http://127.0.0.1:3001/b',
};

function faultsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    readSandboxConfig(env);
  } catch (error) {
    if (error instanceof SandboxConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('the configuration of the sandbox', () => {
  it('needs the credentials and the redirect URIs, and has defaults for the rest', () => {
    expect(readSandboxConfig(complete)).toEqual({
      port: 3002,
      host: '127.0.0.1',
      clientId: '800000000000000001',
      clientSecret: 'hidden-secret',
      botToken: 'hidden-token',
      redirectUris: ['http://127.0.0.1:3001/a', 'http://127.0.0.1:3001/b'],
      publicUrl: null,
      logLevel: 'info',
      logPretty: false,
    });
  });

  it('lists all faults together and prints no value', () => {
    const env = {
      ...complete,
      PORT: 'eighty',
      SANDBOX_CLIENT_ID: 'me',
      SANDBOX_BOT_TOKEN: '',
      SANDBOX_REDIRECT_URIS: '/a',
    };
    const faults = faultsOf(env);
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      'PORT',
      'SANDBOX_CLIENT_ID',
      'SANDBOX_BOT_TOKEN',
      'SANDBOX_REDIRECT_URIS',
    ]);
    expect(faults.join()).not.toMatch(/eighty|hidden|\/a/);
  });

  it('refuses to start in production and says why', () => {
    expect(faultsOf({ ...complete, NODE_ENV: 'production' })).toEqual([
      expect.stringContaining('stands in for Discord'),
    ]);
  });
});
