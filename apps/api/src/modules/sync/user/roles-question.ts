import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Mapping } from '@pulsetech/domain';
import { DiscordRolesCache, type KnownRoles } from '../../mappings/discord-roles.cache.js';
import { MappingsCatalogue } from '../../mappings/mappings-catalogue.js';

/** A billing server that is down must not hold up what bots push. */
const PATIENCE_MS = 2000;

/**
 * Which mapped Discord roles existed when an observation was made. Whoever had a role that was deleted in Discord looks
 * like somebody who lost it; a list of roles tells them apart only when it was read after the observation, see
 * docs/adr/0022.
 */
@Injectable()
export class RolesQuestions {
  constructor(
    private readonly discordRoles: DiscordRolesCache,
    private readonly mappings: MappingsCatalogue,
  ) {}

  /** For an observation that is there already. */
  afterObservation(): RolesQuestion {
    return new RolesQuestion(() => this.read(), this.mappings);
  }

  /** Null when the list cannot be read, or not in time. */
  private async read(): Promise<KnownRoles | null> {
    if (this.discordRoles.hasJustFailed()) return null;
    const late = sleep(PATIENCE_MS, null, { ref: false });
    const answer = await Promise.race([this.discordRoles.readAnew(), late]);
    return answer?.problem === null ? answer.known : null;
  }
}

/** Asked when something would be taken by the observation, and once at most: what was read stays later than that. */
export class RolesQuestion {
  private answer: Promise<KnownRoles | null> | null = null;

  constructor(
    private readonly read: () => Promise<KnownRoles | null>,
    private readonly mappings: MappingsCatalogue,
  ) {}

  /** The mappings by that list, for the Discord server; null when nobody could tell. */
  async mappingsOf(guildId: string): Promise<readonly Mapping[] | null> {
    this.answer ??= this.read();
    const roles = await this.answer;
    return roles?.guildId === guildId ? this.mappings.forSyncBy(roles) : null;
  }
}
