import { nextRunWords } from './next-run.js';

const NOW = 1_800_000_000;

describe('when everybody is synchronised next', () => {
  it.each([
    [1500, 'with the next run, in about 25 minutes'],
    [59, 'with the next run, which is due now'],
    [-5400, 'with the next run, which is due now'],
    [3600, 'with the next run, in about 60 minutes'],
    [82_800, 'with the next run, in about 23 hours'],
    [601_200, 'with the next run, in about 7 days'],
    [null, 'with the next run, which somebody has to start because scheduled runs are off'],
  ] as const)('is told in words: %j seconds from now', (left, words) => {
    expect(nextRunWords({ isRunning: false, nextAt: left === null ? null : NOW + left }, NOW)).toBe(words);
  });

  it('is now while a run is going on', () => {
    expect(nextRunWords({ isRunning: true, nextAt: null }, NOW)).toBe('with the run that is going on, or the next one');
  });
});
