/** Where in a snapshot each user would be: the highest id of every page, some forty bytes for a thousand members. */
export class PageIndex {
  private readonly lastIds: bigint[] = [];
  private readonly readTimes: number[] = [];
  private met = 0;

  get pages(): number {
    return this.lastIds.length;
  }

  get members(): number {
    return this.met;
  }

  /** The id after which the next page begins. */
  get lastId(): string {
    return (this.lastIds.at(-1) ?? 0n).toString();
  }

  add(page: { readonly lastId: string; readonly members: number; readonly readAt: number }): void {
    this.lastIds.push(BigInt(page.lastId));
    this.readTimes.push(page.readAt);
    this.met += page.members;
  }

  /** When the page was read, Unix milliseconds. */
  readAt(page: number): number {
    return this.readTimes[page] ?? 0;
  }

  /** The one page that could name this user; null when the list ended before. */
  pageOf(id: string): number | null {
    const wanted = BigInt(id);
    let low = 0;
    let high = this.lastIds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.lastIds[middle] ?? 0n) < wanted) low = middle + 1;
      else high = middle;
    }
    return low < this.lastIds.length ? low : null;
  }
}
