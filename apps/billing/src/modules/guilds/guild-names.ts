import { Injectable } from '@nestjs/common';
import { DiscordBotClient, DiscordFailure } from '@pulsetech/discord-client';
import { LRUCache } from 'lru-cache';

const KEPT_MS = 10 * 60_000;
const PATIENCE_MS = 3_000;

/** Names of Discord servers, for showing. */
@Injectable()
export class GuildNames {
  private readonly names = new LRUCache<string, string>({ max: 1000, ttl: KEPT_MS });

  constructor(private readonly discord: DiscordBotClient) {}

  /** Null when Discord does not tell it soon. */
  async nameOf(guildId: string): Promise<string | null> {
    const known = this.names.get(guildId);
    if (known !== undefined) return known;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), PATIENCE_MS);
    });
    const name = await Promise.race([this.ask(guildId), patience]);
    clearTimeout(timer);
    return name;
  }

  private async ask(guildId: string): Promise<string | null> {
    try {
      const { name } = await this.discord.guild(guildId);
      this.names.set(guildId, name);
      return name;
    } catch (error) {
      if (error instanceof DiscordFailure) return null;
      throw error;
    }
  }
}
