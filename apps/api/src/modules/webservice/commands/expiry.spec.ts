import { readExpiry } from './expiry.js';

describe('the expiry of a token on the command line', () => {
  it('is the end of a day, or a moment, in UTC', () => {
    expect(readExpiry('2027-01-31')).toBe(Date.UTC(2027, 0, 31, 23, 59, 59) / 1000);
    expect(readExpiry('2027-01-31T12:00:00Z')).toBe(Date.UTC(2027, 0, 31, 12) / 1000);
  });

  it.each(['tomorrow', '2027-02-30', '31.01.2027', '2027-01-31T12:00', '', '1893456000'])('is not %j', (text) => {
    expect(() => readExpiry(text)).toThrow('is no day');
  });
});
