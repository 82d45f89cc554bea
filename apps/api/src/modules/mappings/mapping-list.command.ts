import type { MappingDto } from '@pulsetech/contracts';
import { Command, CommandRunner, Option } from 'nest-commander';
import { MappingsService } from './mappings.service.js';

@Command({
  name: 'mapping:list',
  description: 'List the role mappings, how many people each serves, and what is wrong with it',
})
export class MappingListCommand extends CommandRunner {
  constructor(private readonly mappings: MappingsService) {
    super();
  }

  override async run(_: string[], options: { readonly json?: boolean }): Promise<void> {
    const mappings = await this.mappings.listFresh();
    process.stdout.write(options.json ? `${JSON.stringify(mappings, null, 2)}\n` : mappings.map(linesOf).join(''));
  }

  @Option({ flags: '--json', description: 'As JSON' })
  json(): boolean {
    return true;
  }
}

/** One mapping as an operator reads it: a line of columns, then one for each problem (⚠) and warning (ℹ). */
export function linesOf(mapping: MappingDto): string {
  const course = `${mapping.courseName ?? `course ${mapping.courseId}`} (${mapping.roleName ?? `role ${mapping.roleId}`})`;
  const cohort = mapping.cohortId === null ? '' : `, cohort ${mapping.cohortName ?? mapping.cohortId}`;
  const people = `${mapping.people} ${mapping.people === 1 ? 'person' : 'people'}`;
  const lines = [
    `${mapping.id}\t${mapping.discordRoleName} → ${course}${cohort}\t${people}`,
    ...mapping.problems.map((problem) => `\t⚠ ${problem}`),
    ...mapping.warnings.map((warning) => `\tℹ ${warning}`),
  ];
  return `${lines.join('\n')}\n`;
}
