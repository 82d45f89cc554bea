import { filterOf, isNarrowed, minuteOf, queryOf, secondsOf } from './log-filter.js';

describe('The filter of the web service log', () => {
  it('comes from the address of the page, without what does not belong there', () => {
    const search = {
      tab: 'webservice',
      token: '7',
      user: ' admin ',
      outcome: '',
      since: 'yesterday',
      until: '100',
      x: '1',
    };
    expect(filterOf(search)).toEqual({ token: '7', user: 'admin', until: '100' });
    expect(isNarrowed(filterOf(search))).toBe(true);
    expect(isNarrowed({ token: undefined })).toBe(false);
  });

  it('goes to the API as it is', () => {
    expect(queryOf({}, null)).toBe('');
    expect(queryOf({ function: 'unknown function', since: '5' }, '9-1')).toBe(
      '?function=unknown+function&since=5&cursor=9-1',
    );
  });

  it('takes a minute from its first to its last second', () => {
    const first = secondsOf('2027-01-31T14:02', 'first');
    expect(Number(secondsOf('2027-01-31T14:02', 'last')) - Number(first)).toBe(59);
    expect(minuteOf(first)).toBe('2027-01-31T14:02');
    expect(minuteOf(secondsOf('2027-01-31T14:02', 'last'))).toBe('2027-01-31T14:02');
    expect([secondsOf('', 'first'), secondsOf('soon', 'first'), minuteOf(undefined)]).toEqual([
      undefined,
      undefined,
      '',
    ]);
  });
});
