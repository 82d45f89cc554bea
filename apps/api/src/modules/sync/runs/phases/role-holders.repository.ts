import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** How many linked people hold a Discord role. */
@Injectable()
export class RoleHoldersRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By what was seen last of everybody, whichever process walked; @everyone has the id of the Discord server. */
  async count(discordRoleId: string, guildId: string): Promise<number> {
    const everyone = discordRoleId === guildId;
    const [row] = await this.dataSource.query<{ n: number }[]>(
      `SELECT COUNT(*) AS n FROM sync_states s
         JOIN local_pulsetech_discord_users l ON l.userid = s.userid AND l.discord_id = s.discord_id
        WHERE s.guild_id = ? AND s.observation = 'member' ${everyone ? '' : 'AND s.roles LIKE ?'}`,
      everyone ? [guildId] : [guildId, `%"${discordRoleId}"%`],
    );
    return Number(row?.n ?? 0);
  }
}
