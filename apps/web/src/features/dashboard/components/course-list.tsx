import type { DashboardCourse } from '@pulsetech/contracts';
import { listed, quoted } from '../../../lib/counted.js';
import classes from './course-list.module.css';

export function CourseList({ courses }: { readonly courses: readonly DashboardCourse[] }) {
  return (
    <ul className={classes['list']}>
      {courses.map((course) => (
        <li key={course.id} className={classes['course']}>
          <div className={classes['head']}>
            <h3 className={classes['name']}>{course.fullname}</h3>
            <span className={classes['short']}>{course.shortname}</span>
          </div>
          <p>{course.roles.length === 0 ? 'Enrolled without a role' : listed(course.roles)}</p>
          <p className={classes['because']}>
            {course.because.length === 0
              ? 'enrolled by the site team'
              : `because you have ${quoted(course.because)} in Discord`}
          </p>
        </li>
      ))}
    </ul>
  );
}
