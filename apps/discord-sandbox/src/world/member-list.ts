import { compareSnowflakes } from './snowflake.js';
import type { Member } from './world.types.js';

/** Members by user id, kept in ascending order of id so that a page of 100,000 members costs no sort. */
export class MemberList {
  private readonly byId = new Map<string, Member>();
  private ids: string[] = [];

  get size(): number {
    return this.byId.size;
  }

  get(id: string): Member | undefined {
    return this.byId.get(id);
  }

  values(): Iterable<Member> {
    return this.byId.values();
  }

  add(member: Member): void {
    const { id } = member.user;
    if (!this.byId.has(id)) this.ids.splice(this.indexAfter(id), 0, id);
    this.byId.set(id, member);
  }

  /** Adds many at the cost of one sort. */
  addAll(members: readonly Member[]): void {
    for (const member of members) this.byId.set(member.user.id, member);
    this.ids = [...this.byId.keys()].sort(compareSnowflakes);
  }

  delete(id: string): boolean {
    if (!this.byId.delete(id)) return false;
    this.ids.splice(this.indexAfter(id) - 1, 1);
    return true;
  }

  /** At most `limit` members whose id is greater than `after`, in ascending order of id. */
  page(after: string, limit: number): Member[] {
    const start = this.indexAfter(after);
    return this.ids.slice(start, start + limit).flatMap((id) => this.byId.get(id) ?? []);
  }

  /** The place of the first id greater than `id`. */
  private indexAfter(id: string): number {
    let low = 0;
    let high = this.ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareSnowflakes(this.ids[middle] ?? '', id) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
