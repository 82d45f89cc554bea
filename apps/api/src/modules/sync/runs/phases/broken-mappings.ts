import { Injectable } from '@nestjs/common';
import { LmsCatalogue } from '../../../mappings/lms-catalogue.js';
import { courseName } from '../../user/sync-words.js';
import type { CarriedRun } from '../carried-run.js';
import type { RunProblem } from '../run-problems.repository.js';
import { RunRules } from '../run-rules.js';
import { RoleHoldersRepository } from './role-holders.repository.js';
import { brokenMappingProblem } from '../run-words.js';

/** A broken mapping is one error of a run, however many people it concerns. */
@Injectable()
export class BrokenMappings {
  constructor(
    private readonly holders: RoleHoldersRepository,
    private readonly rules: RunRules,
    private readonly lists: LmsCatalogue,
  ) {}

  /** The mappings whose Discord role somebody holds and that gave nothing, with what to do. */
  async problems(work: CarriedRun): Promise<RunProblem[]> {
    const { mappings, guildId } = await this.rules.of(work.run);
    const problems: RunProblem[] = [];
    for (const mapping of mappings.filter(({ broken }) => broken.length > 0)) {
      const known = mapping.broken.includes('discord_role_missing')
        ? 0
        : await this.holders.count(mapping.discordRoleId, guildId);
      const holding = Math.max(known, work.blocked.get(mapping.id) ?? 0);
      if (holding === 0) continue;
      const course = courseName(mapping.courseId, await this.lists.lists());
      problems.push({ userId: null, message: brokenMappingProblem(course, holding) });
    }
    return problems;
  }
}
