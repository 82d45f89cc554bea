import { Injectable } from '@nestjs/common';
import { DiscordBotClient, DiscordFailure, Patience } from '@pulsetech/discord-client';
import { LRUCache } from 'lru-cache';
import type { BotStanding } from './bot-reach.js';

const KEPT_MS = 60_000;
const PATIENCE_MS = 3_000;

/** What the bot is in each guild, remembered for a minute. */
@Injectable()
export class BotStandings {
  private readonly known = new LRUCache<string, BotStanding>({ max: 500, ttl: KEPT_MS });

  constructor(private readonly discord: DiscordBotClient) {}

  /** Null when Discord does not tell it soon. */
  async of(guildId: string): Promise<BotStanding | null> {
    const known = this.known.get(guildId);
    if (known) return known;
    try {
      return await new Patience(PATIENCE_MS).for(this.read(guildId), () => new DiscordFailure('discord_unavailable'));
    } catch (error) {
      if (error instanceof DiscordFailure) return null;
      throw error;
    }
  }

  private async read(guildId: string): Promise<BotStanding> {
    const botId = await this.discord.ownUserId();
    const [guild, member] = await Promise.all([this.discord.guild(guildId), this.discord.member(guildId, botId)]);
    const standing = { isOwner: guild.owner_id === botId, roleIds: member.roles };
    this.known.set(guildId, standing);
    return standing;
  }
}
