/** What narrows the list, as text in the page's address; times are Unix seconds. */
const NAMES = ['token', 'user', 'function', 'outcome', 'since', 'until'] as const;

export type LogFilter = { readonly [Name in (typeof NAMES)[number]]?: string | undefined };

const NUMBERS: readonly string[] = ['token', 'since', 'until'] satisfies (keyof LogFilter)[];

/** From a page's address. What is no number where one belongs is left out. */
export function filterOf(search: Readonly<Record<string, unknown>>): LogFilter {
  const filter: Record<string, string> = {};
  for (const name of NAMES) {
    const value = search[name];
    if (typeof value !== 'string' || value.trim() === '') continue;
    if (!NUMBERS.includes(name) || /^\d{1,12}$/.test(value)) filter[name] = value.trim();
  }
  return filter;
}

export function isNarrowed(filter: LogFilter): boolean {
  return Object.keys(filterOf(filter)).length > 0;
}

/** The query of the API for one page of the list. */
export function queryOf(filter: LogFilter, cursor: string | null): string {
  const query = new URLSearchParams(Object.entries(filterOf(filter)) as [string, string][]);
  if (cursor !== null) query.set('cursor', cursor);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

/** A moment as a field for date and time holds it: a minute in the reader's own time. */
export function minuteOf(seconds: string | undefined): string {
  if (seconds === undefined) return '';
  const at = new Date(Number(seconds) * 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The first or the last second of such a minute; undefined for an empty field. */
export function secondsOf(minute: string, end: 'first' | 'last'): string | undefined {
  const ms = new Date(minute).getTime();
  if (minute === '' || Number.isNaN(ms)) return undefined;
  return String(Math.floor(ms / 1000) + (end === 'last' ? 59 : 0));
}
