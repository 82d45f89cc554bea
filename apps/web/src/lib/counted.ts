const number = new Intl.NumberFormat('en-GB');

export function formatNumber(value: number): string {
  return number.format(value);
}

/** `1 course`, `2 courses`, `1,204 people`. */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** `A`, `A and B`, `A, B and C`. */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names);
}

/** Discord role names as they stand in a sentence: “A” or “B”. */
export function quoted(names: readonly string[]): string {
  return listed(names.map((name) => `“${name}”`));
}
