import { endsWithin } from './within-time.js';

describe('waiting for work', () => {
  it('tells that it ended in time', async () => {
    expect(await endsWithin(1000, Promise.resolve('done'))).toBe(true);
  });

  it('ends without it when its time is over', async () => {
    expect(await endsWithin(10, new Promise(() => undefined))).toBe(false);
  });

  it('throws what the work throws', async () => {
    await expect(endsWithin(1000, Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
