import { Injectable } from '@nestjs/common';
import { DiscordBotClient } from '@pulsetech/discord-client';
import { LRUCache } from 'lru-cache';

const KEPT_MS = 60_000;

export interface GuildFact {
  readonly name: string;
  readonly ownerId: string;
  /** About how many members there are; null when Discord does not say. */
  readonly size: number | null;
}

/** What guilds are called and whose they are, remembered for a minute, so that one run asks once. */
@Injectable()
export class GuildFacts {
  private readonly known = new LRUCache<string, GuildFact>({ max: 500, ttl: KEPT_MS });

  constructor(private readonly discord: DiscordBotClient) {}

  /** As it was within the last minute. Throws DiscordFailure. */
  async of(guildId: string): Promise<GuildFact> {
    return this.known.get(guildId) ?? this.readNow(guildId);
  }

  /** As it is. Throws DiscordFailure. */
  async readNow(guildId: string): Promise<GuildFact> {
    const guild = await this.discord.guild(guildId);
    const fact = { name: guild.name, ownerId: guild.owner_id, size: guild.approximate_member_count ?? null };
    this.known.set(guildId, fact);
    return fact;
  }
}
