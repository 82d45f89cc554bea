import { duration, relativeTime } from './time.js';

const NOW = Date.UTC(2026, 1, 3, 12, 0, 0);
const SECOND = 1000;

describe('moments and durations', () => {
  it.each([
    [0, 'just now'],
    [-45, 'just now'],
    [-60, '1 minute ago'],
    [-119, '1 minute ago'],
    [-7_200, '2 hours ago'],
    [-86_400, 'yesterday'],
    [-3 * 86_400, '3 days ago'],
    [-62 * 86_400, '2 months ago'],
    [-800 * 86_400, '2 years ago'],
    [3_600, 'in 1 hour'],
    [5, 'just now'],
  ])('%i seconds from now is “%s”', (seconds, words) => {
    expect(relativeTime(NOW + seconds * SECOND, NOW)).toBe(words);
  });

  it.each([
    [-1, 'under 1 s'],
    [0.4, 'under 1 s'],
    [12, '12 s'],
    [185, '3 min 5 s'],
    [7_260, '2 h 1 min'],
  ])('%i seconds took “%s”', (seconds, words) => {
    expect(duration(seconds)).toBe(words);
  });
});
