import { DiscordFailure } from './discord-failure.js';

const WINDOW_MS = 10 * 60_000;
const MOST_IN_ALL = 500;
const MOST_PER_GUILD = 100;
/** From so many in all on, guilds that had their part in it rest, before those that did nothing have to. */
const MANY_IN_ALL = 250;
const PART_OF_IT = 3;

interface GuildRecord {
  /** When its invalid answers of the window came. */
  times: number[];
  restsUntil: number;
  /** It rested, and nothing but good answers since would prove it well again. */
  onProbation: boolean;
}

/**
 * Keeps this server well below Discord's limit of 10,000 invalid requests (401, 403, and 429 that are not `shared`) in
 * ten minutes per IP address, beyond which everything from here is blocked for about a day. One misconfigured guild is
 * stopped before it touches the others: after 100 it rests for ten minutes, and rests again at the first invalid answer
 * after that. https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit
 */
export class InvalidRequestBreaker {
  private readonly times: number[] = [];
  private readonly guilds = new Map<string, GuildRecord>();

  constructor(private readonly nowMs: () => number = Date.now) {}

  /** Learns from an answer of Discord; `scope` is its X-RateLimit-Scope. */
  note(status: number, scope: string | null, guildId: string | null): void {
    const isInvalid = status === 401 || status === 403 || (status === 429 && scope !== 'shared');
    if (isInvalid) this.countInvalid(guildId);
    else if (status < 400 && guildId !== null && this.guilds.get(guildId)?.onProbation) this.guilds.delete(guildId);
  }

  /** Throws `discord_rate_limited` while the guild rests, or too many answers of the last ten minutes were invalid. */
  assertClosed(guildId: string | null): void {
    const now = this.nowMs();
    this.forgetOld(now);
    const untilFewer = (this.times[0] ?? now) + WINDOW_MS;
    if (this.times.length >= MOST_IN_ALL) refuse(untilFewer - now);
    const guild = guildId === null ? undefined : this.guilds.get(guildId);
    if (!guild) return;
    if (guild.restsUntil > now) refuse(guild.restsUntil - now);
    if (this.times.length >= MANY_IN_ALL && recent(guild, now).length >= PART_OF_IT) refuse(untilFewer - now);
  }

  /** For metrics: invalid answers of the last ten minutes, and how many guilds rest. */
  get state(): { readonly invalid: number; readonly restingGuilds: number; readonly isOpen: boolean } {
    const now = this.nowMs();
    this.forgetOld(now);
    const restingGuilds = [...this.guilds.values()].filter(({ restsUntil }) => restsUntil > now).length;
    return { invalid: this.times.length, restingGuilds, isOpen: this.times.length >= MOST_IN_ALL };
  }

  private countInvalid(guildId: string | null): void {
    const now = this.nowMs();
    this.forgetOld(now);
    this.times.push(now);
    if (guildId === null) return;
    const guild = this.guilds.get(guildId) ?? { times: [], restsUntil: 0, onProbation: false };
    this.guilds.set(guildId, guild);
    guild.times = [...recent(guild, now), now];
    if (guild.times.length < MOST_PER_GUILD && !guild.onProbation) return;
    guild.restsUntil = now + WINDOW_MS;
    guild.onProbation = true;
  }

  private forgetOld(now: number): void {
    while (this.times[0] !== undefined && this.times[0] <= now - WINDOW_MS) this.times.shift();
    for (const [id, guild] of this.guilds) {
      const isOver = now >= guild.restsUntil + WINDOW_MS && recent(guild, now).length === 0;
      if (isOver) this.guilds.delete(id);
    }
  }
}

function recent({ times }: GuildRecord, now: number): number[] {
  return times.filter((at) => at > now - WINDOW_MS);
}

function refuse(retryAfterMs: number): never {
  throw new DiscordFailure('discord_rate_limited', { retryAfterMs });
}
