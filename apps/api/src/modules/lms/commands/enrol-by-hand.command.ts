import { InvalidRequestError } from '@pulsetech/server-kit';
import { Command, CommandRunner, Option } from 'nest-commander';
import { ByHand } from '../embedded/by-hand.js';
import { LmsPort, type LmsUser } from '../lms.port.js';

interface Options {
  readonly user: string;
  readonly course: string;
  readonly role: string;
  readonly by: string;
}

@Command({ name: 'course:enrol', description: 'Enrol somebody in a course by hand, as a teacher does' })
export class EnrolByHandCommand extends CommandRunner {
  constructor(
    private readonly lms: LmsPort,
    private readonly byHand: ByHand,
  ) {
    super();
  }

  override async run(_: string[], options: Options): Promise<void> {
    const user = await this.userNamed(options.user);
    const maker = await this.userNamed(options.by);
    const course = (await this.lms.listCourses()).find(({ shortname }) => shortname === options.course);
    if (!course) throw new InvalidRequestError(`No course has the short name ${options.course}.`);
    const roles = await this.lms.listAssignableRoles();
    const role = roles.find(({ shortname }) => shortname === options.role);
    if (!role) {
      throw new InvalidRequestError(`The role is one of ${roles.map(({ shortname }) => shortname).join(', ')}.`);
    }
    await this.byHand.enrol({ userId: user.id, courseId: course.id, roleId: role.id, makerId: maker.id });
    process.stdout.write(`Enrolled ${user.username} in ${course.shortname} as ${role.name}.\n`);
  }

  @Option({ flags: '--user <username>', description: 'Who is enrolled', required: true })
  user(value: string): string {
    return value;
  }

  @Option({ flags: '--course <shortname>', description: 'Short name of the course', required: true })
  course(value: string): string {
    return value;
  }

  @Option({ flags: '--role <shortname>', description: 'Role in the course', defaultValue: 'student' })
  role(value: string): string {
    return value;
  }

  @Option({ flags: '--by <username>', description: 'Who does it', required: true })
  by(value: string): string {
    return value;
  }

  private async userNamed(username: string): Promise<LmsUser> {
    const user = await this.lms.findUserByUsername(username);
    if (!user) throw new InvalidRequestError(`Nobody has the username "${username}".`);
    return user;
  }
}
