/** Secrets by what they are, e.g. `access token`. */
export type Secrets = ReadonlyMap<string, ReadonlySet<string>>;

/** Collects values that must never be seen, by what they are. */
export class SecretCollection {
  private readonly values = new Map<string, Set<string>>();

  add(kind: string, ...values: readonly (string | null | undefined)[]): void {
    const known = this.values.get(kind) ?? new Set<string>();
    for (const value of values) if (value) known.add(value);
    this.values.set(kind, known);
  }

  /** Every match of the pattern's first group. */
  addMatches(kind: string, text: string, pattern: RegExp): void {
    this.add(kind, ...[...text.matchAll(pattern)].map(([, value]) => value && decodeURIComponent(value)));
  }

  get all(): Secrets {
    return this.values;
  }

  kinds(): string[] {
    return [...this.values].filter(([, values]) => values.size > 0).map(([kind]) => kind);
  }
}

/** Kinds of secrets that the text holds: as they are, percent-encoded, or in base64. */
export function secretsIn(text: string, secrets: Secrets): string[] {
  return [...secrets].filter(([, values]) => [...values].some((value) => holds(text, value))).map(([kind]) => kind);
}

function holds(text: string, value: string): boolean {
  const base64 = Buffer.from(value).toString('base64').replace(/=+$/, '');
  const forms = [value, encodeURIComponent(value), base64, JSON.stringify(value).slice(1, -1)];
  return forms.some((form) => text.includes(form));
}
