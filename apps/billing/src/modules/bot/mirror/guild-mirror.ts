import { Injectable } from '@nestjs/common';
import type { MemberObservation } from '@pulsetech/discord-client';
import { SecretBox } from '@pulsetech/server-kit';
import { GatewayIngest } from '../gateway/gateway-ingest.service.js';
import { readState } from './member-state.js';
import { MirrorRepository } from './mirror.repository.js';

/** What is known of the members of guilds without asking Discord. When in doubt nothing is known. */
@Injectable()
export class GuildMirror {
  constructor(
    private readonly mirror: MirrorRepository,
    private readonly ingest: GatewayIngest,
    private readonly secrets: SecretBox,
  ) {}

  /** Whether the gateway is heard without a gap since the guild was walked. */
  async isLive(guildId: string): Promise<boolean> {
    return this.ingest.hearsAll && (await this.mirror.guild(guildId))?.state === 'live';
  }

  /**
   * What was last heard or read of a member, with when. Null while anything may have been missed, and for those who are not
   * known or are said to have left: that they are absent only Discord itself can say.
   */
  async newest(guildId: string, userId: string): Promise<MemberObservation | null> {
    const { hearing } = this.ingest;
    const row = (await this.mirror.members(guildId, [userId])).get(userId);
    // Asked for after the member was read, and within the same hearing, so that it holds for what was read.
    if (!row || !(await this.isLive(guildId)) || this.ingest.hearing !== hearing) return null;
    const state = readState(this.secrets.open(row.stateSealed));
    return state && { kind: 'member', ...state, at: row.at };
  }
}
