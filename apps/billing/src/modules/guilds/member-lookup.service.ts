import { Injectable } from '@nestjs/common';
import type { MemberLookupRequest, MemberLookupResponse } from '@pulsetech/contracts';
import { GuildMembersReader } from '@pulsetech/discord-client';
import { Clock } from '@pulsetech/server-kit';
import { guildErrorOf } from './guilds.errors.js';

@Injectable()
export class MemberLookupService {
  constructor(
    private readonly reader: GuildMembersReader,
    private readonly clock: Clock,
  ) {}

  /**
   * One observation for each id, in the order asked. Throws a GuildError when the guild itself cannot be read, or when
   * reading it takes longer than `patienceMs`.
   */
  async lookup(
    guildId: string,
    { ids, maxAgeMs }: MemberLookupRequest,
    patienceMs: number,
  ): Promise<MemberLookupResponse> {
    const receivedAt = this.clock.nowMs();
    try {
      const found = await this.reader.observe(guildId, ids, { patienceMs, maxAgeMs });
      const members = ids.flatMap((id) => {
        const observation = found.get(id);
        return observation ? [{ id, observation }] : [];
      });
      return { guildId, receivedAt, members };
    } catch (error) {
      throw guildErrorOf(error);
    }
  }
}
