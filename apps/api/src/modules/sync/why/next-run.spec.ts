import { nextRunWords } from './next-run.js';

const NOW = 1_800_000_000;
const counted = (ago: number | null) => ({ isRunning: false, countedFrom: ago === null ? null : NOW - ago });

describe('when everybody is synchronised next', () => {
  it.each([
    ['hourly', 2100, 'with the next run, in about 25 minutes'],
    ['hourly', 3541, 'with the next run, which is due now'],
    ['hourly', 9000, 'with the next run, which is due now'],
    ['hourly', null, 'with the next run, in about 60 minutes'],
    ['daily', 3600, 'with the next run, in about 23 hours'],
    ['weekly', 3600, 'with the next run, in about 7 days'],
    ['manual', 3600, 'with the next run, which somebody has to start because scheduled runs are off'],
  ] as const)('follows from the interval and the last run: %s, %j seconds ago', (interval, ago, words) => {
    expect(nextRunWords(interval, counted(ago), NOW)).toBe(words);
  });

  it('is now while a run is going on', () => {
    expect(nextRunWords('manual', { isRunning: true, countedFrom: NOW }, NOW)).toBe('with the run that is going on');
  });
});
