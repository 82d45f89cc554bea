import { Injectable } from '@nestjs/common';
import type { MemberLookupRequest, MemberLookupResponse } from '@pulsetech/contracts';
import { DiscordFailure, GuildMembersReader, Patience, areFew, unknownBecause } from '@pulsetech/discord-client';
import type { Observation } from '@pulsetech/domain';
import { Clock } from '@pulsetech/server-kit';
import { guildErrorOf } from './guilds.errors.js';
import { SnapshotsService } from './snapshots/snapshots.service.js';

type Found = ReadonlyMap<string, Observation>;

/** Tells what is true of users now, without a snapshot that the site would have to know of. */
@Injectable()
export class MemberLookupService {
  constructor(
    private readonly reader: GuildMembersReader,
    private readonly snapshots: SnapshotsService,
    private readonly clock: Clock,
  ) {}

  /**
   * One observation for each id, in the order asked. Few are read one by one; many of a large guild are looked up in a
   * walk of its list, which is shared, and whom it did not meet is asked for alone. Throws a GuildError when the guild
   * cannot be read, or when reading it takes longer than `patienceMs`: its walk goes on, for whoever asks again.
   */
  async lookup(
    guildId: string,
    { ids, maxAgeMs }: MemberLookupRequest,
    patienceMs: number,
  ): Promise<MemberLookupResponse> {
    const receivedAt = this.clock.nowMs();
    const patience = new Patience(patienceMs);
    const wanted = [...new Set(ids)];
    try {
      const found = areFew(wanted.length, null)
        ? await this.reader.observe(guildId, wanted, patience)
        : await this.findMany(guildId, wanted, maxAgeMs, patience);
      const members = ids.flatMap((id) => {
        const observation = found.get(id);
        return observation ? [{ id, observation }] : [];
      });
      return { guildId, receivedAt, members };
    } catch (error) {
      throw guildErrorOf(error);
    }
  }

  private async findMany(
    guildId: string,
    ids: readonly string[],
    maxAgeMs: number | undefined,
    patience: Patience,
  ): Promise<Found> {
    const snapshot = await this.snapshots.startAndFinish(guildId, { linked: ids.length, maxAgeMs }, patience);
    if (!this.snapshots.isProven(snapshot)) {
      const at = this.clock.nowMs();
      return new Map(ids.map((id) => [id, unknownBecause(new DiscordFailure('discord_unavailable'), at)]));
    }
    const { members, notMet } = await this.snapshots.lookup(snapshot, ids, patience);
    const alone = await this.reader.read(guildId, notMet, patience);
    return new Map([...members.map(({ id, observation }) => [id, observation] as const), ...alone]);
  }
}
