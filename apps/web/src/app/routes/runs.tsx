import { Forbidden } from '../../components/forbidden.js';
import { Page } from '../../components/page.js';
import { RunsPanel } from '../../features/runs/components/runs-panel.js';
import { canManage } from '../../features/session/access.js';
import { INTEGRATION } from '../../lib/paths.js';
import { useSignedInUser } from './use-signed-in-user.js';

export function RunsPage() {
  const user = useSignedInUser();
  if (user === null) return null;
  return (
    <Page
      title="Sync runs"
      lead="What each synchronisation of everybody gave and took, and what waits for a decision."
      within={INTEGRATION}
      wide
    >
      {canManage(user) ? <RunsPanel /> : <Forbidden />}
    </Page>
  );
}
