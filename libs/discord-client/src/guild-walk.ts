import { setTimeout as sleep } from 'node:timers/promises';
import { isSnowflake, type KnownObservation } from '@pulsetech/domain';
import { MEMBERS_PAGE, type DiscordBotClient } from './discord-bot-client.js';
import { DiscordFailure } from './discord-failure.js';
import { observationOfMember } from './member-observation.js';

/** A walk is given up only when Discord wants it to wait longer than this, or over and over. */
const LONGEST_WAIT_MS = 60_000;
const WAITS_IN_A_ROW = 4;
/** Before a page that got no answer is asked for again. */
const OUTAGE_PAUSES_MS = [1_000, 2_000, 5_000, 10_000, 20_000];
/** A walk that ends with fewer than this share of the members that the guild is said to have asks on. */
const SHARE_WITHOUT_DOUBT = 0.995;

export type MemberObservation = Extract<KnownObservation, { kind: 'member' }>;

/** One page of the member list, by ascending id. */
export interface WalkedPage {
  readonly members: readonly { readonly id: string; readonly observation: MemberObservation }[];
  /** The highest id of the page. */
  readonly lastId: string;
  /** When it was asked for, Unix milliseconds: the time of its observations. */
  readonly readAt: number;
}

export interface WalkOptions {
  /** The id after which the walk goes on, and how many members were met up to it. */
  readonly from?: { readonly after: string; readonly met: number };
  /** About how many members there are; a page that is short before them does not end the walk by itself. */
  readonly total: number | null;
  readonly nowMs?: () => number;
  readonly outagePausesMs?: readonly number[];
}

/**
 * Walks a guild's whole member list: 1000 a page, by ascending id, one page after the other. It waits where Discord says
 * so, asks again for pages that were not answered, and holds one page at a time.
 *
 * @throws DiscordFailure when the guild refuses, or when Discord fails over and over; what was met up to there is true,
 * and the rest unknown.
 */
export async function* walkGuildMembers(
  client: Pick<DiscordBotClient, 'members'>,
  guildId: string,
  { from = { after: '0', met: 0 }, total, nowMs = Date.now, outagePausesMs = OUTAGE_PAUSES_MS }: WalkOptions,
): AsyncGenerator<WalkedPage, void, undefined> {
  const patience = new WalkPatience(outagePausesMs);
  let { after, met } = from;
  let emptyBefore = false;
  for (;;) {
    const page = await patience.with(() => readPage(client, guildId, after, nowMs()));
    if (page) {
      yield page;
      after = page.lastId;
      met += page.members.length;
    }
    const isShort = !page || page.members.length < MEMBERS_PAGE;
    const isDoubtful = total !== null && met < total * SHARE_WITHOUT_DOUBT;
    // Discord has been seen to cut answers short; an end that comes too early counts when it is said twice.
    if (isShort && (!isDoubtful || (!page && emptyBefore))) return;
    emptyBefore = !page;
  }
}

async function readPage(
  client: Pick<DiscordBotClient, 'members'>,
  guildId: string,
  after: string,
  at: number,
): Promise<WalkedPage | null> {
  const list = await client.members(guildId, { after, limit: MEMBERS_PAGE });
  const members = list
    .map((member) => ({ id: member.user.id, observation: observationOfMember(member, at) }))
    .sort((a, b) => (isHigher(a.id, b.id) ? 1 : -1));
  const last = members.at(-1);
  if (!last) return null;
  // Anything else is not the page that was asked for, and would lead the walk astray.
  const isRight = members.every(({ id, observation }, index) => {
    return isSnowflake(id) && isHigher(id, members[index - 1]?.id ?? after) && observation.roles.every(isSnowflake);
  });
  if (!isRight) throw new DiscordFailure('discord_unavailable', { status: 200 });
  return { members, lastId: last.id, readAt: at };
}

/** Asks again for as long as there is reason to hope. */
class WalkPatience {
  private waits = 0;
  private outages = 0;

  constructor(private readonly outagePausesMs: readonly number[]) {}

  async with<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const answer = await ask();
        this.waits = 0;
        this.outages = 0;
        return answer;
      } catch (error) {
        await sleep(this.pauseAfter(error));
      }
    }
  }

  /** Throws the error when there is none. */
  private pauseAfter(error: unknown): number {
    if (!(error instanceof DiscordFailure)) throw error;
    if (error.code === 'discord_unavailable') {
      const pause = this.outagePausesMs[this.outages++];
      if (pause !== undefined) return pause;
    }
    if (error.code === 'discord_rate_limited') {
      const wait = error.retryAfterMs ?? this.outagePausesMs[this.waits] ?? 0;
      if (wait <= LONGEST_WAIT_MS && ++this.waits <= WAITS_IN_A_ROW) return wait;
    }
    throw error;
  }
}

/** Ids are compared as numbers beyond 2^53, so by length and then by digits. */
function isHigher(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length;
}
