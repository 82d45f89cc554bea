import type { Observation } from '@pulsetech/domain';
import { DiscordFailure } from './discord-failure.js';
import type { DiscordBotClient } from './discord-bot-client.js';
import type { Urgency } from './fair-turns.js';
import { observationOfMember, unknownBecause } from './member-observation.js';
import { Patience } from './patience.js';

/** Always read one by one up to here; beyond, up to one in so many members of the guild. */
const SINGLE_READS_AT_LEAST = 10;
const MEMBERS_PER_SINGLE_READ = 200;
/** So few are read for somebody who waits: a sign-in, or "Sync Now". */
const FOR_A_PERSON = 3;
const FAILURES_IN_A_ROW = 3;
const LONGEST_SINGLE_READ_MS = 20_000;

/** Failures that will meet every member of the guild alike, so that asking on would only waste requests. */
const OF_THE_WHOLE_GUILD: ReadonlySet<string> = new Set([
  'discord_rate_limited',
  'discord_unauthorized',
  'guild_unreadable',
  'missing_access',
]);

type Found = Map<string, Observation>;

interface SingleRead {
  readonly at: number;
  readonly patience: Patience;
  readonly urgency: Urgency;
}

/**
 * Whether so many members of a guild are read sooner one by one (5 a second) than by a walk of its list (1000 a second):
 * https://docs.discord.com/developers/topics/rate-limits. `guildSize` null: not known, then only very few are.
 */
export function areFew(count: number, guildSize: number | null): boolean {
  return count <= Math.max(SINGLE_READS_AT_LEAST, (guildSize ?? 0) / MEMBERS_PER_SINGLE_READ);
}

/** Reads what is true of single users in a guild. */
export class GuildMembersReader {
  constructor(
    private readonly client: Pick<DiscordBotClient, 'guild' | 'member'>,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /**
   * One observation for each id, within the patience. Throws a `DiscordFailure` when the guild itself cannot be read,
   * since nothing can be concluded then.
   */
  async observe(
    guildId: string,
    ids: readonly string[],
    patience = new Patience(60_000),
    urgency?: Urgency,
  ): Promise<Found> {
    await patience.for(this.client.guild(guildId), () => new DiscordFailure('discord_unavailable'));
    return this.read(guildId, ids, patience, urgency);
  }

  /**
   * The same for a guild that was read well just before. `absent` comes only from Discord's own word about that very
   * user; of whom it said nothing in time, nothing is known. `urgency`: `change` where nobody waits for the answer.
   */
  async read(
    guildId: string,
    wanted: readonly string[],
    patience: Patience,
    urgency: Urgency = wanted.length <= FOR_A_PERSON ? 'person' : 'bulk',
  ): Promise<Found> {
    const ids = [...new Set(wanted)];
    const found: Found = new Map();
    let inARow = 0;
    // Who is not reached in time without a failure waited for their turn among the reads that Discord allows a second.
    let cause = new DiscordFailure('discord_rate_limited');
    for (const id of ids) {
      const at = this.nowMs();
      if (patience.leftMs <= 0) return givenUp(ids, found, cause, at);
      try {
        found.set(id, await this.readOne(guildId, id, { at, patience, urgency }));
        inARow = 0;
      } catch (error) {
        cause = failure(error);
        inARow += 1;
        if (OF_THE_WHOLE_GUILD.has(cause.code) || inARow >= FAILURES_IN_A_ROW) return givenUp(ids, found, cause, at);
        found.set(id, unknownBecause(cause, at));
      }
    }
    return found;
  }

  private async readOne(guildId: string, id: string, { at, patience, urgency }: SingleRead): Promise<Observation> {
    try {
      const member = await this.client.member(guildId, id, {
        deadlineMs: Math.min(patience.leftMs, LONGEST_SINGLE_READ_MS),
        urgency,
      });
      // An answer about somebody else is no answer.
      if (member.user.id !== id) throw new DiscordFailure('discord_unavailable', { status: 200 });
      return observationOfMember(member, at);
    } catch (error) {
      const { code } = failure(error);
      if (code === 'unknown_member' || code === 'unknown_user') return { kind: 'absent', at };
      throw error;
    }
  }
}

function givenUp(ids: readonly string[], found: Found, cause: DiscordFailure, at: number): Found {
  for (const id of ids) {
    if (!found.has(id)) found.set(id, unknownBecause(cause, at));
  }
  return found;
}

function failure(error: unknown): DiscordFailure {
  if (error instanceof DiscordFailure) return error;
  throw error;
}
