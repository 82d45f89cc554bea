const MOST_SETS = 200;
const OTHER = 'other';

/** Keeps the number of time series of a metric bounded, whatever it is told: what comes after the first 200 is `other`. */
export class LabelBound {
  private readonly known = new Set<string>();

  constructor(private readonly names: readonly string[]) {}

  within(labels: Readonly<Record<string, string>>): Record<string, string> {
    const set = JSON.stringify(this.names.map((name) => labels[name]));
    if (this.known.has(set) || this.known.size < MOST_SETS) {
      this.known.add(set);
      return { ...labels };
    }
    return Object.fromEntries(this.names.map((name) => [name, OTHER]));
  }
}
