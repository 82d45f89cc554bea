import { DiscordFailure } from './discord-failure.js';

const WINDOW_MS = 10 * 60_000;
const MOST_IN_ALL = 500;
const MOST_PER_GUILD = 100;

/**
 * Keeps this server well below Discord's limit of 10,000 invalid requests (401, 403, and 429 that are not `shared`) in
 * ten minutes per IP address, beyond which everything from here is blocked for about a day. One misconfigured guild is
 * stopped before it touches the others. https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit
 */
export class InvalidRequestBreaker {
  private readonly entries: { readonly at: number; readonly guildId: string | null }[] = [];

  constructor(private readonly nowMs: () => number = Date.now) {}

  /** Counts an answer of Discord, when it is one that counts. */
  note(status: number, scope: string | null, guildId: string | null): void {
    const counts = status === 401 || status === 403 || (status === 429 && scope !== 'shared');
    if (counts) this.entries.push({ at: this.nowMs(), guildId });
  }

  /** Throws `discord_rate_limited` while too many answers of the last ten minutes were invalid. */
  assertClosed(guildId: string | null): void {
    this.forgetOld();
    if (this.entries.length >= MOST_IN_ALL) this.refuse(this.entries);
    if (guildId === null) return;
    const ofGuild = this.entries.filter((entry) => entry.guildId === guildId);
    if (ofGuild.length >= MOST_PER_GUILD) this.refuse(ofGuild);
  }

  private forgetOld(): void {
    const oldest = this.nowMs() - WINDOW_MS;
    while (this.entries[0] && this.entries[0].at <= oldest) this.entries.shift();
  }

  private refuse(entries: readonly { readonly at: number }[]): never {
    const first = entries[0]?.at ?? this.nowMs();
    throw new DiscordFailure('discord_rate_limited', { retryAfterMs: first + WINDOW_MS - this.nowMs() });
  }
}
