export interface Choice {
  readonly value: string;
  readonly label: string;
}

const ALL: Choice = { value: '', label: 'all' };

/** What a list can be narrowed to. What is chosen already stands among it, also when it is no longer offered. */
export function choices(
  offered: readonly Choice[],
  chosen: string | undefined,
  label: (value: string) => string,
): Choice[] {
  const isMissing = chosen !== undefined && !offered.some(({ value }) => value === chosen);
  return [ALL, ...offered, ...(isMissing ? [{ value: chosen, label: label(chosen) }] : [])];
}
