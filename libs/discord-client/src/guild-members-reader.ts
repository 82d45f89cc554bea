import type { Observation } from '@pulsetech/domain';
import { DiscordFailure } from './discord-failure.js';
import type { DiscordBotClient } from './discord-bot-client.js';
import { GuildWalk } from './guild-walk.js';
import { observationOfMember, unknownBecause } from './member-observation.js';
import { Patience } from './patience.js';

/** Always read one by one up to here; beyond, up to one in so many members of the guild. */
const SINGLE_READS_AT_LEAST = 10;
const MEMBERS_PER_SINGLE_READ = 200;
const FAILURES_IN_A_ROW = 3;
const LONGEST_SINGLE_READ_MS = 20_000;
const SHORTEST_RETRY_MS = 2_000;

/** Failures that will meet every member of the guild alike, so that asking on would only waste requests. */
const OF_THE_WHOLE_GUILD: ReadonlySet<string> = new Set([
  'discord_rate_limited',
  'discord_unauthorized',
  'guild_unreadable',
  'missing_access',
]);

type Found = Map<string, Observation>;

export interface ObserveOptions {
  readonly patienceMs?: number;
  /** How long ago the walk of a large guild may have begun; when not given, it may not be much older than it took. */
  readonly maxAgeMs?: number | undefined;
}

/** Reads what is true of asked users in a guild, with as few requests as that takes. */
export class GuildMembersReader {
  private readonly walks = new Map<string, GuildWalk>();

  constructor(
    private readonly client: Pick<DiscordBotClient, 'guild' | 'member' | 'members'>,
    private readonly nowMs: () => number = Date.now,
  ) {}

  /**
   * One observation for each id, within `patienceMs`. Throws a `DiscordFailure` when the guild itself cannot be read,
   * since nothing can be concluded then; and `discord_rate_limited` with a time to wait when the walk of a large guild
   * takes longer: it goes on, and whoever asks again then gets its result.
   *
   * `absent` comes only from Discord's own word about that very user; whoever a walk did not meet is asked for alone.
   * Members may join with a lower id while the list is walked.
   */
  async observe(
    guildId: string,
    ids: readonly string[],
    { patienceMs = 60_000, maxAgeMs }: ObserveOptions = {},
  ): Promise<Found> {
    const patience = new Patience(patienceMs);
    const guild = await patience.for(this.client.guild(guildId), () => new DiscordFailure('discord_unavailable'));
    const wanted = [...new Set(ids)];
    const size = guild.approximate_member_count ?? 0;
    const found: Found = new Map();
    if (wanted.length > Math.max(SINGLE_READS_AT_LEAST, size / MEMBERS_PER_SINGLE_READ)) {
      const walk = this.walkOf(guildId, maxAgeMs);
      await this.findInWalk(walk, size, wanted, found, patience);
    }
    const missing = wanted.filter((id) => !found.has(id));
    await this.readOneByOne(guildId, missing, found, patience);
    return found;
  }

  private async findInWalk(
    walk: GuildWalk,
    size: number,
    wanted: readonly string[],
    found: Found,
    patience: Patience,
  ): Promise<void> {
    const { members, failure } = await patience.for(walk.result, () => {
      const retryAfterMs = Math.max(SHORTEST_RETRY_MS, walk.remainingMs(size));
      return new DiscordFailure('discord_rate_limited', { retryAfterMs });
    });
    for (const id of wanted) {
      const observation = members.get(id);
      if (observation) found.set(id, observation);
      else if (failure) found.set(id, unknownBecause(failure, this.nowMs()));
    }
  }

  private walkOf(guildId: string, maxAgeMs: number | undefined): GuildWalk {
    const known = this.walks.get(guildId);
    if (known?.isUsable(maxAgeMs)) return known;
    const walk = new GuildWalk(this.client, guildId, this.nowMs, () => {
      if (this.walks.get(guildId) === walk) this.walks.delete(guildId);
    });
    this.walks.set(guildId, walk);
    return walk;
  }

  private async readOneByOne(guildId: string, ids: readonly string[], found: Found, patience: Patience): Promise<void> {
    let inARow = 0;
    // Who is not reached in time without a failure waited for their turn among the reads that Discord allows a second.
    let cause = new DiscordFailure('discord_rate_limited');
    for (const id of ids) {
      const at = this.nowMs();
      if (patience.leftMs <= 0) {
        this.giveUp(ids, found, cause, at);
        return;
      }
      try {
        found.set(id, await this.readOne(guildId, id, at, patience));
        inARow = 0;
      } catch (error) {
        cause = failure(error);
        inARow += 1;
        if (OF_THE_WHOLE_GUILD.has(cause.code) || inARow >= FAILURES_IN_A_ROW) {
          this.giveUp(ids, found, cause, at);
          return;
        }
        found.set(id, unknownBecause(cause, at));
      }
    }
  }

  private async readOne(guildId: string, id: string, at: number, patience: Patience): Promise<Observation> {
    try {
      const member = await this.client.member(guildId, id, Math.min(patience.leftMs, LONGEST_SINGLE_READ_MS));
      // An answer about somebody else is no answer.
      if (member.user.id !== id) throw new DiscordFailure('discord_unavailable', { status: 200 });
      return observationOfMember(member, at);
    } catch (error) {
      const { code } = failure(error);
      if (code === 'unknown_member' || code === 'unknown_user') return { kind: 'absent', at };
      throw error;
    }
  }

  private giveUp(ids: readonly string[], found: Found, cause: DiscordFailure, at: number): void {
    for (const id of ids) {
      if (!found.has(id)) found.set(id, unknownBecause(cause, at));
    }
  }
}

function failure(error: unknown): DiscordFailure {
  if (error instanceof DiscordFailure) return error;
  throw error;
}
