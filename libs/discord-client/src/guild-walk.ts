import type { APIGuildMember } from 'discord-api-types/v10';
import type { Observation } from '@pulsetech/domain';
import { MEMBERS_PAGE, type DiscordBotClient } from './discord-bot-client.js';
import { DiscordFailure } from './discord-failure.js';
import { observationOfMember } from './member-observation.js';

/** A walk is given up only when Discord wants it to wait longer than this, or over and over. */
const LONGEST_WAIT_MS = 60_000;
const WAITS_IN_A_ROW = 3;
const KEPT_MS = 10 * 60_000;

/** What a walk of the member list met. With a `failure` it ended early, and says nothing about who is not in it. */
export interface WalkedMembers {
  readonly members: ReadonlyMap<string, Observation>;
  readonly failure: DiscordFailure | null;
}

/** One walk of a guild's whole member list: 1000 a page, by ascending id, one page after the other. */
export class GuildWalk {
  readonly result: Promise<WalkedMembers>;
  private readonly members = new Map<string, Observation>();
  private readonly startedAt = Date.now();
  private pages = 0;
  private endedAt = Infinity;
  private failed = false;

  constructor(
    private readonly client: Pick<DiscordBotClient, 'members'>,
    private readonly guildId: string,
    private readonly nowMs: () => number,
    /** Called when it is to be forgotten. */
    private readonly onOld: () => void,
  ) {
    this.result = this.walk();
  }

  /**
   * Whether it may serve another lookup: one that says how old its members may be, if it began within that time; one
   * that does not say, while it is under way and for twice as long as it took. So lookups share the walk of a large
   * guild, and a small guild is read anew each time.
   */
  isUsable(maxAgeMs: number | undefined): boolean {
    if (this.failed) return false;
    const now = Date.now();
    if (maxAgeMs !== undefined) return this.startedAt >= now - maxAgeMs;
    return now <= this.endedAt || now - this.endedAt < 2 * (this.endedAt - this.startedAt);
  }

  /** A guess at what is left of it, in milliseconds. */
  remainingMs(memberCount: number): number {
    const left = Math.max(1, Math.ceil(memberCount / MEMBERS_PAGE) - this.pages);
    return left * ((Date.now() - this.startedAt) / Math.max(1, this.pages));
  }

  private async walk(): Promise<WalkedMembers> {
    const failure = await this.readPages();
    this.endedAt = Date.now();
    this.failed = failure !== null;
    setTimeout(this.onOld, failure ? 0 : KEPT_MS).unref();
    return { members: this.members, failure };
  }

  private async readPages(): Promise<DiscordFailure | null> {
    let after = '0';
    let waits = 0;
    for (;;) {
      const at = this.nowMs();
      try {
        const page = await this.client.members(this.guildId, { after, limit: MEMBERS_PAGE });
        this.keep(page, at);
        waits = 0;
        const highest = page.reduce((top, member) => higher(top, member.user.id), after);
        if (page.length < MEMBERS_PAGE || highest === after) return null;
        after = highest;
      } catch (error) {
        if (!(error instanceof DiscordFailure)) throw error;
        const waitMs = error.code === 'discord_rate_limited' ? error.retryAfterMs : undefined;
        if (waitMs === undefined || waitMs > LONGEST_WAIT_MS || ++waits > WAITS_IN_A_ROW) return error;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  }

  /** Most members of a page hold one of few combinations of roles; those share one observation. */
  private keep(page: readonly APIGuildMember[], at: number): void {
    const shared = new Map<string, Observation>();
    for (const member of page) {
      const observation = observationOfMember(member, at);
      const key = JSON.stringify(observation);
      const same = shared.get(key) ?? observation;
      shared.set(key, same);
      this.members.set(member.user.id, same);
    }
    this.pages += 1;
  }
}

/** Ids are compared as numbers beyond 2^53, so by length and then by digits. */
function higher(a: string, b: string): string {
  if (a.length !== b.length) return a.length > b.length ? a : b;
  return a > b ? a : b;
}
