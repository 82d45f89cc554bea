import { Injectable } from '@nestjs/common';
import { DiscordBotClient, DiscordFailure, Patience } from '@pulsetech/discord-client';
import { Clock } from '@pulsetech/server-kit';
import { LRUCache } from 'lru-cache';
import type { BotStanding } from './bot-reach.js';
import { GuildFacts } from './guild-facts.js';

const FRESH_MS = 60_000;
const PATIENCE_MS = 3_000;

interface Known {
  readonly standing: BotStanding;
  readonly readAt: number;
}

/** What the bot is in each guild. */
@Injectable()
export class BotStandings {
  private readonly known = new LRUCache<string, Known>({ max: 500 });

  constructor(
    private readonly discord: DiscordBotClient,
    private readonly facts: GuildFacts,
    private readonly clock: Clock,
  ) {}

  /** As it was a minute ago at most, or at any time for whom `anyAge` will do. Null when Discord does not tell it soon. */
  async of(guildId: string, { anyAge = false } = {}): Promise<BotStanding | null> {
    const known = this.known.get(guildId);
    if (known && (anyAge || this.clock.nowMs() - known.readAt < FRESH_MS)) return known.standing;
    try {
      return await new Patience(PATIENCE_MS).for(this.read(guildId), () => new DiscordFailure('discord_unavailable'));
    } catch (error) {
      if (error instanceof DiscordFailure) return null;
      throw error;
    }
  }

  private async read(guildId: string): Promise<BotStanding> {
    const readAt = this.clock.nowMs();
    const botId = await this.discord.ownUserId();
    const [{ ownerId }, member] = await Promise.all([this.facts.of(guildId), this.discord.member(guildId, botId)]);
    const standing = { isOwner: ownerId === botId, roleIds: member.roles };
    this.known.set(guildId, { standing, readAt });
    return standing;
  }
}
