import { Injectable } from '@nestjs/common';
import type { DiscordRoleDto, GuildRolesResponse } from '@pulsetech/contracts';
import { DiscordBotClient, DiscordFailure, Patience } from '@pulsetech/discord-client';
import { Clock, LaterReadings, Pace } from '@pulsetech/server-kit';
import type { APIRole } from 'discord-api-types/v10';
import { LRUCache } from 'lru-cache';
import { inDiscordOrder, reachOf } from './bot-reach.js';
import { BotStandings } from './bot-standings.js';
import { BoundedTurns } from './bounded-turns.js';
import { GuildFacts } from './guild-facts.js';
import { guildErrorOf } from './guilds.errors.js';
import { roleDto } from './role-dto.js';

const KEPT_MS = 2_000;
/** Reading anew, of all guilds, takes half of the bot's fifty requests a second at most, and never all of a second at once. */
const ANEW = { perSecond: 25, burst: 10 };
/** Sites wait ten seconds for us. */
const PATIENCE_MS = 8_000;

type GuildRoles = Omit<GuildRolesResponse, 'receivedAt' | 'againInMs'>;

/** Reads the roles of a guild. */
@Injectable()
export class GuildRolesService {
  private readonly recent = new LRUCache<string, Promise<GuildRoles>>({ max: 500, ttl: KEPT_MS });
  private readonly anew = new LRUCache<string, LaterReadings<GuildRoles>>({ max: 500 });
  /** One for all guilds, as Discord's limit is: a guild has one reading at a time, so that they take turns. */
  private readonly turns = new BoundedTurns(new Pace(ANEW));

  constructor(
    private readonly discord: DiscordBotClient,
    private readonly facts: GuildFacts,
    private readonly standings: BotStandings,
    private readonly clock: Clock,
  ) {}

  /**
   * The roles, the highest first. Requests of the same moment share one reading; `anew` wants one that begins after it
   * was asked for, for whoever has to know what was deleted since.
   */
  async list(guildId: string, { anew = false } = {}): Promise<GuildRolesResponse> {
    const receivedAt = this.clock.nowMs();
    const shared = anew ? this.anewFor(guildId).ask() : this.recent.get(guildId);
    const reading = shared ?? this.begin(guildId);
    try {
      const roles = await new Patience(PATIENCE_MS).for(reading, () => new DiscordFailure('discord_unavailable'));
      return { ...roles, receivedAt, againInMs: Math.ceil(this.anew.get(guildId)?.nextInMs ?? this.turns.waitMs) };
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

  private anewFor(guildId: string): LaterReadings<GuildRoles> {
    const known = this.anew.get(guildId);
    if (known) return known;
    const readings = new LaterReadings(() => this.begin(guildId, { anew: true }), this.turns);
    this.anew.set(guildId, readings);
    return readings;
  }

  private begin(guildId: string, { anew = false } = {}): Promise<GuildRoles> {
    const reading = this.read(guildId, anew);
    this.recent.set(guildId, reading);
    return reading;
  }

  private async read(guildId: string, anew: boolean): Promise<GuildRoles> {
    const readAt = this.clock.nowMs();
    const { name } = await this.facts.of(guildId);
    return { guild: { id: guildId, name }, roles: await this.readRoles(guildId, { anew }), readAt };
  }
}
