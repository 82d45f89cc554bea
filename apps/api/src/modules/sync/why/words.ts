const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const DAY_AND_TIME = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** A day in words, by the clock of Greenwich; `at` is Unix seconds. */
export const dayOf = (at: number): string => DAY.format(at * 1000);

/** A day and the time of it, by the clock of Greenwich; `atMs` is Unix milliseconds. */
export const momentOf = (atMs: number): string => `${DAY_AND_TIME.format(atMs)} UTC`;

export const cap = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

export const listed = (names: readonly string[], word: 'and' | 'or'): string =>
  joined(
    names.map((name) => `“${name}”`),
    word,
  );

export function joined(parts: readonly string[], word: 'and' | 'or'): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} ${word} ${last}`;
}
