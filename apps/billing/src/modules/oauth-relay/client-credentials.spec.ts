import { clientCredentials } from './client-credentials.js';

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

describe('who a client says it is', () => {
  it('is told by the form or by HTTP Basic', () => {
    const client = { clientId: 'site', secret: 'key' };
    expect(clientCredentials(undefined, { client_id: 'site', client_secret: 'key' })).toEqual(client);
    expect(clientCredentials(basic('site:key'), {})).toEqual(client);
    expect(clientCredentials(basic('site:key'), { client_id: 'site' })).toEqual(client);
  });

  it('is form-encoded before HTTP Basic joins it', () => {
    expect(clientCredentials(basic('a%3Ab:c+d%25'), {})).toEqual({ clientId: 'a:b', secret: 'c d%' });
  });

  it('is told in one way only', () => {
    expect(() => clientCredentials(basic('site:key'), { client_id: 'site', client_secret: 'key' })).toThrow(
      'invalid_request',
    );
  });

  it.each([
    [undefined, {}],
    [undefined, { client_id: 'site' }],
    [undefined, { client_id: ['site', 'other'], client_secret: 'key' }],
    [undefined, { client_id: '', client_secret: 'key' }],
    ['Bearer key', { client_id: 'site', client_secret: 'key' }],
    [basic('no colon'), {}],
    [basic(':key'), {}],
    [basic('site:'), {}],
    [basic('site:key'), { client_id: 'another' }],
  ])('is not believed: %j %j', (authorization, form) => {
    expect(() => clientCredentials(authorization, form)).toThrow('invalid_client');
  });
});
