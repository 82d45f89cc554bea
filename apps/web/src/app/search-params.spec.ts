import { parseSearch, stringifySearch, textParam } from './search-params.js';

describe('parameters of addresses', () => {
  it('stay the text that they are', () => {
    expect(parseSearch('?linked=1&section=local_pulsetech_discord&x={}')).toEqual({
      linked: '1',
      section: 'local_pulsetech_discord',
      x: '{}',
    });
  });

  it('come back as they were', () => {
    const search = { returnto: '/a?b=c&d=ü', section: 'local_pulsetech_discord' };
    expect(parseSearch(stringifySearch(search))).toEqual(search);
  });

  it('are left out where there is nothing', () => {
    expect(stringifySearch({ a: undefined })).toBe('');
    expect(textParam({ a: '' }, 'a')).toBeUndefined();
  });
});
