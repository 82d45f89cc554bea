import type { Observation } from '@pulsetech/domain';
import { DiscordFailure } from './discord-failure.js';
import { MEMBERS_PAGE, type DiscordBotClient } from './discord-bot-client.js';
import { observationOfMember, unknownBecause } from './member-observation.js';

/** Always read one by one up to here; beyond, up to one in so many members of the guild. */
const SINGLE_READS_AT_LEAST = 10;
const MEMBERS_PER_SINGLE_READ = 200;
const FAILURES_IN_A_ROW = 3;

/** Failures that will meet every member of the guild alike, so that asking on would only waste requests. */
const OF_THE_WHOLE_GUILD: ReadonlySet<string> = new Set([
  'discord_rate_limited',
  'discord_unauthorized',
  'guild_unreadable',
  'missing_access',
]);

type Found = Map<string, Observation>;

/** Reads what is true of asked users in a guild, with as few requests as that takes. */
export class GuildMembersReader {
  constructor(
    private readonly client: Pick<DiscordBotClient, 'guild' | 'member' | 'members'>,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /**
   * One observation for each id. Throws a `DiscordFailure` when the guild itself cannot be read, since nothing can be
   * concluded then. `absent` comes only from Discord's own word about that very user; whoever a walk of the list did not
   * meet is asked for alone. Members may join with a lower id while the list is walked, and pages may be lost.
   */
  async observe(guildId: string, ids: readonly string[]): Promise<Found> {
    const guild = await this.client.guild(guildId);
    const wanted = [...new Set(ids)];
    const size = guild.approximate_member_count ?? 0;
    const fewEnough = Math.max(SINGLE_READS_AT_LEAST, size / MEMBERS_PER_SINGLE_READ);
    const found: Found = new Map();
    if (wanted.length > fewEnough) await this.walk(guildId, new Set(wanted), found);
    await this.readOneByOne(
      guildId,
      wanted.filter((id) => !found.has(id)),
      found,
    );
    return found;
  }

  private async walk(guildId: string, wanted: ReadonlySet<string>, found: Found): Promise<void> {
    let after = '0';
    for (;;) {
      const at = this.nowMs();
      let page;
      try {
        page = await this.client.members(guildId, { after, limit: MEMBERS_PAGE });
      } catch (error) {
        this.giveUp(wanted, found, failure(error), at);
        return;
      }
      for (const member of page) {
        if (wanted.has(member.user.id)) found.set(member.user.id, observationOfMember(member, at));
      }
      const highest = page.reduce((top, member) => higher(top, member.user.id), after);
      if (page.length < MEMBERS_PAGE || highest === after) return;
      after = highest;
    }
  }

  private async readOneByOne(guildId: string, ids: readonly string[], found: Found): Promise<void> {
    let inARow = 0;
    for (const id of ids) {
      const at = this.nowMs();
      try {
        found.set(id, await this.readOne(guildId, id, at));
        inARow = 0;
      } catch (error) {
        const cause = failure(error);
        inARow += 1;
        if (OF_THE_WHOLE_GUILD.has(cause.code) || inARow >= FAILURES_IN_A_ROW) {
          this.giveUp(ids, found, cause, at);
          return;
        }
        found.set(id, unknownBecause(cause, at));
      }
    }
  }

  private async readOne(guildId: string, id: string, at: number): Promise<Observation> {
    try {
      const member = await this.client.member(guildId, id);
      // An answer about somebody else is no answer.
      if (member.user.id !== id) throw new DiscordFailure('discord_unavailable', { status: 200 });
      return observationOfMember(member, at);
    } catch (error) {
      const { code } = failure(error);
      if (code === 'unknown_member' || code === 'unknown_user') return { kind: 'absent', at };
      throw error;
    }
  }

  private giveUp(ids: Iterable<string>, found: Found, cause: DiscordFailure, at: number): void {
    for (const id of ids) {
      if (!found.has(id)) found.set(id, unknownBecause(cause, at));
    }
  }
}

function failure(error: unknown): DiscordFailure {
  if (error instanceof DiscordFailure) return error;
  throw error;
}

/** Ids are compared as numbers beyond 2^53, so by length and then by digits. */
function higher(a: string, b: string): string {
  if (a.length !== b.length) return a.length > b.length ? a : b;
  return a > b ? a : b;
}
