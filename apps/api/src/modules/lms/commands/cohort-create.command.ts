import { Command, CommandRunner, Option } from 'nest-commander';
import { SiteRepository } from '../embedded/site.repository.js';

@Command({ name: 'cohort:create', description: 'Create a cohort of the embedded LMS' })
export class CohortCreateCommand extends CommandRunner {
  constructor(private readonly site: SiteRepository) {
    super();
  }

  override async run(_: string[], { name }: { readonly name: string }): Promise<void> {
    const cohort = await this.site.createCohort(name);
    process.stdout.write(`Created cohort ${cohort.id} (${cohort.name}).\n`);
  }

  @Option({ flags: '--name <name>', description: 'Name', required: true })
  cohortName(value: string): string {
    return value;
  }
}
