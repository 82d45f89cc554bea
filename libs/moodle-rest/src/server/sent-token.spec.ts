import type { RawRequest } from './rest-request.js';
import { sentToken } from './sent-token.js';

const request: RawRequest = {
  method: 'POST',
  query: '',
  contentType: '',
  body: Buffer.alloc(0),
  bearer: null,
  address: '192.0.2.1',
};

describe('The token of a request that was not read yet', () => {
  test.each([
    ['in a form', { body: Buffer.from('a=1&wstoken=t0ken&b=2') }, 't0ken'],
    ['at the end of a form', { body: Buffer.from('a=1&wstoken=t0ken') }, 't0ken'],
    ['in the query', { query: 'wstoken=t0ken&a=1' }, 't0ken'],
    ['in the header', { bearer: 't0ken' }, 't0ken'],
    [
      'in a part of a form',
      { body: Buffer.from('--B\r\nContent-Disposition: form-data; name="wstoken"\r\n\r\nt0ken\r\n--B--\r\n') },
      't0ken',
    ],
    ['in a form, which counts before the query', { query: 'wstoken=a', body: Buffer.from('wstoken=b') }, 'b'],
    ['given twice: the last', { query: 'wstoken=a&wstoken=b' }, 'b'],
    ['that is empty', { query: 'wstoken=' }, ''],
    ['that is an array', { query: 'wstoken[]=a' }, null],
    ['that is not there', {}, null],
  ] as const)('%s', (_, sent, token) => {
    expect(sentToken({ ...request, ...sent })).toBe(token);
  });
});
