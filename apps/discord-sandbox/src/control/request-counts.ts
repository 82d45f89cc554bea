/** Counts the requests to Discord's API by route since the start or the last clearing. */
export class RequestCounts {
  private readonly counts = new Map<string, number>();

  add(routeName: string): void {
    this.counts.set(routeName, (this.counts.get(routeName) ?? 0) + 1);
  }

  all(): Record<string, number> {
    return Object.fromEntries([...this.counts].sort(([left], [right]) => (left < right ? -1 : 1)));
  }

  clear(): void {
    this.counts.clear();
  }
}
