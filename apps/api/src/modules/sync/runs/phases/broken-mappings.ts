import { Injectable } from '@nestjs/common';
import type { Mapping } from '@pulsetech/domain';
import { DataSource } from 'typeorm';
import { LmsCatalogue } from '../../../mappings/lms-catalogue.js';
import { courseName } from '../../user/sync-words.js';
import type { CarriedRun } from '../carried-run.js';
import type { RunProblem } from '../run-problems.repository.js';
import { RunRules } from '../run-rules.js';
import { brokenMappingProblem } from '../run-words.js';

/** A broken mapping is one error of a run, however many people it concerns. */
@Injectable()
export class BrokenMappings {
  constructor(
    private readonly dataSource: DataSource,
    private readonly rules: RunRules,
    private readonly lists: LmsCatalogue,
  ) {}

  /** The mappings whose Discord role somebody holds and that gave nothing, with what to do. */
  async problems(work: CarriedRun): Promise<RunProblem[]> {
    const { mappings, guildId } = await this.rules.of(work.run);
    const problems: RunProblem[] = [];
    for (const mapping of mappings.filter(({ broken }) => broken.length > 0)) {
      const known = mapping.broken.includes('discord_role_missing') ? 0 : await this.holders(mapping, guildId);
      const holders = Math.max(known, work.blocked.get(mapping.id) ?? 0);
      if (holders === 0) continue;
      const course = courseName(mapping.courseId, await this.lists.lists());
      problems.push({ userId: null, message: brokenMappingProblem(course, holders) });
    }
    return problems;
  }

  /** By what was seen last of everybody, so that it is right as well where another process walked before. */
  private async holders({ discordRoleId }: Mapping, guildId: string): Promise<number> {
    const everyone = discordRoleId === guildId;
    const [row] = await this.dataSource.query<{ n: number }[]>(
      `SELECT COUNT(*) AS n FROM sync_states s
         JOIN local_pulsetech_discord_users l ON l.userid = s.userid AND l.discord_id = s.discord_id
        WHERE s.observation = 'member' ${everyone ? '' : 'AND s.roles LIKE ?'}`,
      everyone ? [] : [`%"${discordRoleId}"%`],
    );
    return Number(row?.n ?? 0);
  }
}
