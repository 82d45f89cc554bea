import type { ChangeDto } from '@pulsetech/contracts';

/** Spreadsheets take a file for UTF-8 by it. */
export const BYTE_ORDER_MARK = '\uFEFF';

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** Where a spreadsheet that separates by semicolons or tabs would see another cell begin with a formula. */
const FORMULA_WITHIN = /([;\t\r\n]\s*)(?=[=+\-@＝＋－＠])/g;

const COLUMNS: readonly (readonly [name: string, value: (change: ChangeDto) => string | number | null])[] = [
  ['id', ({ id }) => id],
  ['time', ({ at }) => new Date(at * 1000).toISOString()],
  ['user id', ({ userId }) => userId],
  ['user', ({ userName }) => userName],
  ['action', ({ action }) => action],
  ['kind', ({ kind }) => kind],
  ['target id', ({ targetId }) => targetId],
  ['target', ({ target }) => target],
  ['role', ({ role }) => role],
  ['mapping id', ({ mappingId }) => mappingId],
  ['discord role', ({ discordRole }) => discordRole],
  ['because', ({ because }) => because],
  ['cause', ({ cause }) => cause],
  ['run id', ({ runId }) => runId],
  ['what happened', ({ sentence }) => sentence],
];

export const CSV_HEAD = lineOf(COLUMNS.map(([name]) => name));

export function csvOf(changes: readonly ChangeDto[]): string {
  return changes.map((change) => lineOf(COLUMNS.map(([, value]) => value(change)))).join('');
}

/** RFC 4180: comma, CRLF, quotes doubled. */
function lineOf(values: readonly (string | number | null)[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

/** Text that a spreadsheet would take for a formula gets an apostrophe before it. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const within = value.replace(FORMULA_WITHIN, "$1'");
  const text = FORMULA.test(value) ? `'${within}` : within;
  return /[",;\r\n]|^'|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
