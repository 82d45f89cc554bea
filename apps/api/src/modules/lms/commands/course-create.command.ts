import { InvalidRequestError, isUniqueViolation } from '@pulsetech/server-kit';
import { Command, CommandRunner, Option } from 'nest-commander';
import { SiteRepository, type NewCourse } from '../embedded/site.repository.js';

@Command({ name: 'course:create', description: 'Create a course of the embedded LMS' })
export class CourseCreateCommand extends CommandRunner {
  constructor(private readonly site: SiteRepository) {
    super();
  }

  override async run(_: string[], { shortname, fullname }: NewCourse): Promise<void> {
    try {
      const course = await this.site.createCourse({ shortname, fullname });
      process.stdout.write(`Created course ${course.id} (${shortname}).\n`);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new InvalidRequestError(`Another course has the short name ${shortname}. Choose another one.`);
    }
  }

  @Option({ flags: '--shortname <name>', description: 'Short name, such as PROG101', required: true })
  shortname(value: string): string {
    return value;
  }

  @Option({ flags: '--fullname <name>', description: 'Full name', required: true })
  fullname(value: string): string {
    return value;
  }
}
