import { Empty } from '../../components/empty.js';
import { Page } from '../../components/page.js';
import { QueryView } from '../../components/query-view.js';
import { SkeletonRows } from '../../components/skeleton-rows.js';
import { useDashboard } from '../../features/dashboard/api/use-dashboard.js';
import { CourseList } from '../../features/dashboard/components/course-list.js';
import { DiscordLine } from '../../features/dashboard/components/discord-line.js';
import { canLink } from '../../features/session/access.js';
import { useSignedInUser } from './use-signed-in-user.js';
import classes from './dashboard.module.css';

export function DashboardPage() {
  const dashboard = useDashboard();
  const user = useSignedInUser();
  if (user === null) return null;
  return (
    <Page title="Dashboard" wide>
      <QueryView query={dashboard} what="your courses" skeleton={<SkeletonRows rows={3} height={96} />}>
        {({ courses, discord }) => (
          <>
            {discord !== null || canLink(user) ? <DiscordLine discord={discord} /> : null}
            <section className={classes['courses']} aria-labelledby="your-courses">
              <h2 id="your-courses">Your courses</h2>
              {courses.length === 0 ? (
                <Empty title="You are in no course yet">
                  <p>
                    {discord === null
                      ? 'Courses appear here when the site team enrols you.'
                      : 'None of your roles in Discord gives a course at present. When you get one that does, the course appears here.'}
                  </p>
                </Empty>
              ) : (
                <CourseList courses={courses} />
              )}
            </section>
          </>
        )}
      </QueryView>
    </Page>
  );
}
