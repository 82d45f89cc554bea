import { useNavigate, useSearch } from '@tanstack/react-router';
import { ErrorNotice } from '../../components/error-notice.js';
import { Forbidden } from '../../components/forbidden.js';
import { Page } from '../../components/page.js';
import { canManage } from '../../features/session/access.js';
import { useTokens } from '../../features/tokens/api/use-tokens.js';
import { LogPanel } from '../../features/webservice-log/components/log-panel.js';
import type { LogFilter } from '../../features/webservice-log/log-filter.js';
import { ACTIVITY_TAB, ADMINISTRATION, PATHS } from '../../lib/paths.js';
import { NotFoundPage } from './not-found.js';
import { useSignedInUser } from './use-signed-in-user.js';

export function ActivityPage() {
  const { tab, ...filter } = useSearch({ from: `/signed-in${PATHS.activity}` });
  const user = useSignedInUser();
  if (user === null) return null;
  if (tab !== ACTIVITY_TAB) return <NotFoundPage />;
  return (
    <Page
      title="Activity"
      lead="Who called this site’s web service, and how that ended."
      within={[...ADMINISTRATION, 'PulseTech Discord Integration']}
      wide
    >
      {canManage(user) ? <WebserviceCalls filter={filter} /> : <Forbidden />}
    </Page>
  );
}

/** The filter stands in the address, so that a link shows the same list. */
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
        onFilter={(wanted) => void navigate({ to: PATHS.activity, search: { tab: ACTIVITY_TAB, ...wanted } })}
      />
    </>
  );
}
