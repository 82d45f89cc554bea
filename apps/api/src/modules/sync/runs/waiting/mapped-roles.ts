import { Injectable } from '@nestjs/common';
import { DiscordRolesCache } from '../../../mappings/discord-roles.cache.js';
import { MappingsCatalogue } from '../../../mappings/mappings-catalogue.js';
import { RunEnded, type CarriedRun } from '../carried-run.js';
import { pauseOf, RunPace } from './run-pace.js';

/** The Discord roles that mappings are about, read anew from Discord. */
@Injectable()
export class MappedRoles {
  constructor(
    private readonly mappings: MappingsCatalogue,
    private readonly discordRoles: DiscordRolesCache,
    private readonly pace: RunPace,
  ) {}

  /** @throws RunEnded `incomplete` when they cannot be read */
  async existing(work: CarriedRun): Promise<string[]> {
    const existing = await this.read(work);
    return (await this.mapped()).filter((id) => existing.has(id));
  }

  /**
   * Whether one that is mapped was deleted since the run began.
   *
   * @throws RunEnded `incomplete` when they cannot be read
   */
  async haveVanished(work: CarriedRun): Promise<boolean> {
    const existing = await this.read(work);
    const before = new Set(work.run.roles);
    return (await this.mapped()).some((id) => before.has(id) && !existing.has(id));
  }

  private async mapped(): Promise<string[]> {
    return [...new Set((await this.mappings.forSync()).map(({ discordRoleId }) => discordRoleId))];
  }

  /** Waits for Discord for as long as runs do. */
  private async read(work: CarriedRun): Promise<ReadonlySet<string>> {
    const deadline = performance.now() + this.pace.patienceMs;
    for (let attempt = 0; ; attempt++) {
      const { known, problem } = await this.discordRoles.readAnew();
      if (problem === null && known !== null) return new Set(known.roles.map(({ id }) => id));
      const wait = pauseOf(attempt, this.pace.pausesMs);
      if (performance.now() + wait > deadline)
        throw new RunEnded('incomplete', `The Discord roles could not be read. ${problem ?? ''}`.trim());
      await this.pace.wait(wait, work);
    }
  }
}
