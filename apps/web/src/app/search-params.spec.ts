import { idParam, parseSearch, stringifySearch, textParam } from './search-params.js';

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

  it('are ids only where they are whole numbers above 0', () => {
    expect(idParam({ id: '41' }, 'id')).toBe('41');
    for (const id of ['0', '-1', '1.5', 'x', '12345678901']) expect(idParam({ id }, 'id')).toBeUndefined();
  });
});
