import { Injectable } from '@nestjs/common';
import type { DiscordRoleDto, GuildRolesResponse } from '@pulsetech/contracts';
import { DiscordBotClient, DiscordFailure, Patience } from '@pulsetech/discord-client';
import { Clock } from '@pulsetech/server-kit';
import type { APIRole } from 'discord-api-types/v10';
import { LRUCache } from 'lru-cache';
import { inDiscordOrder, reachOf } from './bot-reach.js';
import { BotStandings } from './bot-standings.js';
import { GuildFacts } from './guild-facts.js';
import { guildErrorOf } from './guilds.errors.js';
import { roleDto } from './role-dto.js';

const KEPT_MS = 2_000;
/** Sites wait ten seconds for us. */
const PATIENCE_MS = 8_000;

/** Reads the roles of a guild. */
@Injectable()
export class GuildRolesService {
  private readonly recent = new LRUCache<string, Promise<GuildRolesResponse>>({ max: 500, ttl: KEPT_MS });

  constructor(
    private readonly discord: DiscordBotClient,
    private readonly facts: GuildFacts,
    private readonly standings: BotStandings,
    private readonly clock: Clock,
  ) {}

  /**
   * The roles, the highest first. Requests of the same moment share one reading; `anew` wants one that begins now, for
   * whoever has to know what was deleted since.
   */
  async list(guildId: string, { anew = false } = {}): Promise<GuildRolesResponse> {
    const shared = anew ? undefined : this.recent.get(guildId);
    const reading = shared ?? this.read(guildId, anew);
    if (!shared) this.recent.set(guildId, reading);
    try {
      return await new Patience(PATIENCE_MS).for(reading, () => new DiscordFailure('discord_unavailable'));
    } catch (error) {
      this.recent.delete(guildId);
      throw guildErrorOf(error);
    }
  }

  forget(guildId: string): void {
    this.recent.delete(guildId);
  }

  /** The roles as they are at Discord now. Throws DiscordFailure. */
  async readRoles(guildId: string, { anew = false } = {}): Promise<DiscordRoleDto[]> {
    // Whoever wants to know what was deleted does not ask for the bot's place among the roles.
    const standingOf = this.standings.of(guildId, { anyAge: anew });
    const [roles, standing] = await Promise.all([this.discord.roles(guildId), standingOf]);
    const isReachable = standing && reachOf(standing, roles, guildId);
    return roles.map((role) => roleDto(role, guildId, isReachable)).sort(inDiscordOrder);
  }

  /** A role that was just made. */
  async describe(made: APIRole, guildId: string): Promise<DiscordRoleDto> {
    try {
      const roles = await this.readRoles(guildId);
      return roles.find(({ id }) => id === made.id) ?? roleDto(made, guildId, null);
    } catch (error) {
      if (error instanceof DiscordFailure) return roleDto(made, guildId, null);
      throw error;
    }
  }

  private async read(guildId: string, anew: boolean): Promise<GuildRolesResponse> {
    const readAt = this.clock.nowMs();
    const { name } = await this.facts.of(guildId);
    return { guild: { id: guildId, name }, roles: await this.readRoles(guildId, { anew }), readAt };
  }
}
