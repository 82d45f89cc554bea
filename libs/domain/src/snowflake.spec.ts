import fc from 'fast-check';
import { isSnowflake, snowflakeTime } from './snowflake.js';

describe('Discord ids', () => {
  it('are 17 to 20 decimal digits that fit a signed 64-bit integer', () => {
    expect(isSnowflake('80351110224678912')).toBe(true);
    expect(isSnowflake('1234567890123456789')).toBe(true);
    expect(isSnowflake('9223372036854775807')).toBe(true);
    for (const text of ['9223372036854775808', '18446744073709551615', '1234567890123456', '01234567890123456', '']) {
      expect(isSnowflake(text)).toBe(false);
    }
    for (const text of ['12345678901234567a', ' 80351110224678912', '80351110224678912\n', '8.0351110224678912e16']) {
      expect(isSnowflake(text)).toBe(false);
    }
  });

  it('tell when they were made, as the Discord reference computes it', () => {
    expect(snowflakeTime('175928847299117063')).toBe(1462015105796);
  });

  it('of any time since 2015 are recognised and give that time back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1451606400000, max: 3000000000000 }),
        fc.integer({ min: 0, max: 4194303 }),
        (ms, rest) => {
          const id = String((BigInt(ms - 1420070400000) << 22n) | BigInt(rest));
          return isSnowflake(id) && snowflakeTime(id) === ms;
        },
      ),
    );
  });
});
