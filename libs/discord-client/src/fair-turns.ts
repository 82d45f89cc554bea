/** How much a request matters: a person waits for it, a change is passed on by it, or it is one of many. */
export type Urgency = 'person' | 'change' | 'bulk';
export const URGENCIES: readonly Urgency[] = ['person', 'change', 'bulk'];

/** How often less urgent ones are passed over before their turn comes all the same. */
const PASSED_OVER_AT_MOST = 8;

/** Who waits: in which guild's name (null for none), and how urgently. */
export interface Waiting {
  readonly guildId: string | null;
  readonly urgency: Urgency;
}

/**
 * Whose turn it is. The most urgent come first; among equals the guilds take turns, and within a guild who came first.
 * So a guild with a thousand waiting reads delays another's first one by one turn, and nobody waits forever: whoever was
 * passed over eight times is next.
 */
export class FairTurns<T extends Waiting> {
  /** By urgency and guild, the guild whose turn is next first. */
  private readonly lines = new Map(URGENCIES.map((urgency) => [urgency, new Map<string | null, T[]>()] as const));
  private readonly passedOver = new Map<Urgency, number>();

  add(waiting: T): void {
    const line = this.lineOf(waiting.urgency);
    const own = line.get(waiting.guildId);
    if (own) own.push(waiting);
    else line.set(waiting.guildId, [waiting]);
  }

  /** For whoever gave up waiting. */
  remove(waiting: T): void {
    const line = this.lineOf(waiting.urgency);
    const left = (line.get(waiting.guildId) ?? []).filter((other) => other !== waiting);
    if (left.length > 0) line.set(waiting.guildId, left);
    else line.delete(waiting.guildId);
  }

  /** Takes who is next out of the line, among the urgencies that may have a turn now. */
  next(mayGo: (urgency: Urgency) => boolean = () => true): T | undefined {
    const candidates = URGENCIES.filter((urgency) => this.lineOf(urgency).size > 0 && mayGo(urgency));
    const overdue = candidates.find((urgency) => (this.passedOver.get(urgency) ?? 0) >= PASSED_OVER_AT_MOST);
    const chosen = overdue ?? candidates[0];
    if (chosen === undefined) return undefined;
    for (const urgency of candidates) {
      this.passedOver.set(urgency, urgency === chosen ? 0 : (this.passedOver.get(urgency) ?? 0) + 1);
    }
    return this.shift(this.lineOf(chosen));
  }

  /** How many wait. */
  count(urgency: Urgency): number {
    return [...this.lineOf(urgency).values()].reduce((sum, own) => sum + own.length, 0);
  }

  get isEmpty(): boolean {
    return URGENCIES.every((urgency) => this.lineOf(urgency).size === 0);
  }

  private shift(line: Map<string | null, T[]>): T | undefined {
    for (const [guildId, own] of line) {
      const first = own.shift();
      // The guild goes to the end of the line.
      line.delete(guildId);
      if (own.length > 0) line.set(guildId, own);
      return first;
    }
    return undefined;
  }

  private lineOf(urgency: Urgency): Map<string | null, T[]> {
    const line = this.lines.get(urgency);
    if (!line) throw new Error(`There is no urgency "${urgency}".`);
    return line;
  }
}
