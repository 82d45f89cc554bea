/**
 * @typedef {object} ReportRow one figure as `--json` writes it
 * @property {string} name
 * @property {number} value the median of the runs
 * @property {string} unit
 * @property {readonly number[]} runs
 * @property {'sqlite' | 'mariadb'} db
 */

/** Median, lowest and highest of some figures. @param {readonly number[]} figures at least one */
export function spreadOf(figures) {
  const sorted = [...figures].sort((a, b) => a - b);
  return { middle: sorted[Math.floor(sorted.length / 2)], lowest: sorted[0], highest: sorted[sorted.length - 1] };
}
