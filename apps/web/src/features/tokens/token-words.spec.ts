import { endOfDay } from './token-words.js';

describe('the day on which a token ends', () => {
  it('counts to its last second where the reader is', () => {
    expect(endOfDay('2027-01-31')).toBe(new Date(2027, 0, 31, 23, 59, 59).getTime() / 1000);
  });

  it.each(['', 'tomorrow', '2027-13-01', '2027-1-1'])('is none with %j', (day) => {
    expect(endOfDay(day)).toBeNull();
  });
});
