import { useNavigate, useSearch } from '@tanstack/react-router';
import { Forbidden } from '../../components/forbidden.js';
import { Page } from '../../components/page.js';
import { useChanges } from '../../features/changes/api/use-changes.js';
import { PersonChangesPanel } from '../../features/changes/components/person-changes-panel.js';
import { courseChoices, firstCourse, lastCourse } from '../../features/mappings/mapped-courses.js';
import { useMappings } from '../../features/mappings/api/use-mappings.js';
import { canManage } from '../../features/session/access.js';
import { useWhy } from '../../features/why/api/use-why.js';
import { SyncPersonPanel } from '../../features/why/components/sync-person-panel.js';
import { WhyPanel } from '../../features/why/components/why-panel.js';
import { INTEGRATION, PATHS } from '../../lib/paths.js';
import { NotFoundPage } from './not-found.js';
import { useSignedInUser } from './use-signed-in-user.js';

export function PersonPage() {
  const { id, course } = useSearch({ from: `/signed-in${PATHS.person}` });
  const user = useSignedInUser();
  if (user === null) return null;
  if (id === undefined) return <NotFoundPage />;
  if (!canManage(user)) {
    return (
      <Page title="Person" within={INTEGRATION} wide>
        <Forbidden />
      </Page>
    );
  }
  return <OnePerson key={id} id={id} course={course} />;
}

interface OnePersonProps {
  readonly id: string;
  readonly course: string | undefined;
}

/** Nothing but the answers themselves tells the name of the person. */
function OnePerson({ id, course }: OnePersonProps) {
  const navigate = useNavigate();
  const mappings = useMappings();
  const changes = useChanges({ userid: id });
  // Only when it is known that nothing was changed, so that no other course is asked about first.
  const shown =
    course ??
    (changes.data === undefined
      ? undefined
      : (lastCourse(changes.data.pages[0]?.items ?? []) ?? firstCourse(mappings.data ?? [])));
  const why = useWhy(id, shown);
  const courses = courseChoices(mappings.data ?? [], changes.data?.pages.flatMap(({ items }) => items) ?? [], shown);
  const name = why.data?.userName ?? changes.data?.pages[0]?.items[0]?.userName;
  return (
    <Page
      title={name ?? `User ${id}`}
      lead="What Discord gives this person on this site, and why."
      within={INTEGRATION}
      wide
    >
      <SyncPersonPanel userId={Number(id)} />
      <WhyPanel
        userId={id}
        courseId={shown}
        courses={courses}
        onCourse={(wanted) =>
          void navigate({ to: PATHS.person, search: { id, course: wanted }, replace: true, resetScroll: false })
        }
      />
      <PersonChangesPanel userId={id} changes={changes} />
    </Page>
  );
}
