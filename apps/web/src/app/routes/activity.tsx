import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ErrorNotice } from '../../components/error-notice.js';
import { Forbidden } from '../../components/forbidden.js';
import { Page } from '../../components/page.js';
import { changeFilterOf, type ChangeFilter } from '../../features/changes/change-filter.js';
import { ChangesPanel } from '../../features/changes/components/changes-panel.js';
import { useMappings } from '../../features/mappings/api/use-mappings.js';
import { mappedCourses } from '../../features/mappings/mapped-courses.js';
import { canManage } from '../../features/session/access.js';
import { useTokens } from '../../features/tokens/api/use-tokens.js';
import { LogPanel } from '../../features/webservice-log/components/log-panel.js';
import { filterOf, type LogFilter } from '../../features/webservice-log/log-filter.js';
import { ACTIVITY_TABS, INTEGRATION, PATHS, type ActivityTab } from '../../lib/paths.js';
import { NotFoundPage } from './not-found.js';
import { useSignedInUser } from './use-signed-in-user.js';
import classes from './activity.module.css';

const TABS = {
  changes: { label: 'Changes', lead: 'What was given and taken because of Discord, and why.' },
  webservice: { label: 'Web service calls', lead: 'Who called this site’s web service, and how that ended.' },
} as const satisfies Record<ActivityTab, { readonly label: string; readonly lead: string }>;

export function ActivityPage() {
  const { tab: wanted, ...filter } = useSearch({ from: `/signed-in${PATHS.activity}` });
  const user = useSignedInUser();
  if (user === null) return null;
  const tab = ACTIVITY_TABS.find((name) => name === wanted);
  if (tab === undefined) return <NotFoundPage />;
  return (
    <Page title="Activity" lead={TABS[tab].lead} within={INTEGRATION} wide>
      {canManage(user) ? (
        <>
          <Tabs current={tab} />
          {tab === 'changes' ? (
            <Changes filter={changeFilterOf(filter)} />
          ) : (
            <WebserviceCalls filter={filterOf(filter)} />
          )}
        </>
      ) : (
        <Forbidden />
      )}
    </Page>
  );
}

function Tabs({ current }: { readonly current: ActivityTab }) {
  return (
    <nav className={classes['tabs']} aria-label="Parts of the activity">
      {ACTIVITY_TABS.map((tab) => (
        <Link key={tab} to={PATHS.activity} search={{ tab }} aria-current={tab === current ? 'page' : undefined}>
          {TABS[tab].label}
        </Link>
      ))}
    </nav>
  );
}

/** The filters stand in the address, so that a link shows the same list. */
function Changes({ filter }: { readonly filter: ChangeFilter }) {
  const navigate = useNavigate();
  const mappings = useMappings();
  return (
    <ChangesPanel
      filter={filter}
      courses={mappedCourses(mappings.data ?? [])}
      onFilter={(wanted) => void navigate({ to: PATHS.activity, search: { tab: 'changes', ...wanted } })}
    />
  );
}

function WebserviceCalls({ filter }: { readonly filter: LogFilter }) {
  const navigate = useNavigate();
  const tokens = useTokens();
  return (
    <>
      {tokens.isError ? (
        <ErrorNotice
          error={tokens.error}
          title="The tokens to filter by could not be read"
          onRetry={() => void tokens.refetch()}
        />
      ) : null}
      <LogPanel
        filter={filter}
        tokens={tokens.data ?? []}
        onFilter={(wanted) => void navigate({ to: PATHS.activity, search: { tab: 'webservice', ...wanted } })}
      />
    </>
  );
}
