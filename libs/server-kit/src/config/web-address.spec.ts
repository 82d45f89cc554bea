import { ConfigError } from './config.error.js';
import { requireHttpsInProduction } from './web-address.js';

describe('the public address of a server', () => {
  const check = (nodeEnv: string, address: string) => () => requireHttpsInProduction(nodeEnv, 'SITE_URL', address);

  it.each(['http://lms.example', 'http://127.evil.example', 'http://localhost.example'])(
    'must not be %s in production, and may be elsewhere',
    (address) => {
      expect(check('production', address)).toThrow(ConfigError);
      expect(check('production', address)).toThrow('SITE_URL must be an https address');
      expect(check('development', address)).not.toThrow();
    },
  );

  it.each(['https://lms.example', 'http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
    'may be %s in production',
    (address) => expect(check('production', address)).not.toThrow(),
  );
});
