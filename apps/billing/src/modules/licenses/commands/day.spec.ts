import { readExpiry, showTime } from './day.js';

describe('the day of expiry', () => {
  it('is the end of that day, in UTC', () => {
    expect(showTime(readExpiry('2027-01-01'))).toBe('2027-01-01T23:59:59Z');
    expect(showTime(readExpiry('2028-02-29'))).toBe('2028-02-29T23:59:59Z');
  });

  it('may be an exact time, or never', () => {
    expect(readExpiry('2027-01-01T12:00:00Z')).toBe(1798804800);
    expect(readExpiry('never')).toBeNull();
    expect(showTime(null)).toBe('never');
  });

  it.each(['', 'tomorrow', '2027-13-01', '2027-02-30', '01.02.2027'])('is not “%s”', (text) => {
    expect(() => readExpiry(text)).toThrow('2027-01-31');
  });
});
