import { patienceMs } from './lookup-patience.js';

describe('how long a site waits for a lookup', () => {
  it.each([
    [undefined, 8_000],
    ['wait=120', 120_000],
    ['respond-async, wait=20', 20_000],
    ['wait=0', 1_000],
    ['wait=9999', 270_000],
    ['wait=soon', 8_000],
    ['await=20', 8_000],
  ])('is, for Prefer: %s, %i ms', (prefer, ms) => {
    expect(patienceMs(prefer)).toBe(ms);
  });
});
