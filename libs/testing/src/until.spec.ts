import { until } from './until.js';

describe('waiting until something is so', () => {
  it('ends as soon as it is so', async () => {
    let asked = 0;
    await until('it was asked three times', () => ++asked === 3);
    expect(asked).toBe(3);
  });

  it('fails with what did not happen when it never is', async () => {
    await expect(until('the moon is full', () => Promise.resolve(false), 20)).rejects.toThrow(
      'Within 20 ms it did not happen that the moon is full.',
    );
  });

  it('fails with what the check throws', async () => {
    const check = (): boolean => {
      throw new Error('no table');
    };
    await expect(until('there are rows', check)).rejects.toThrow('no table');
  });
});
