import { useSearch } from '@tanstack/react-router';
import { Forbidden } from '../../components/forbidden.js';
import { Page } from '../../components/page.js';
import { QueryView } from '../../components/query-view.js';
import { SkeletonRows } from '../../components/skeleton-rows.js';
import { canManage } from '../../features/session/access.js';
import { useSettings } from '../../features/settings/api/use-settings.js';
import { SettingsForm } from '../../features/settings/components/settings-form.js';
import { TokensPanel } from '../../features/tokens/components/tokens-panel.js';
import { FirstCall } from '../../features/webservice-reference/components/first-call.js';
import { ADMINISTRATION, PATHS, SETTINGS_SECTION } from '../../lib/paths.js';
import { NotFoundPage } from './not-found.js';
import { useSignedInUser } from './use-signed-in-user.js';

export function SettingsPage() {
  const { section } = useSearch({ from: `/signed-in${PATHS.settings}` });
  const user = useSignedInUser();
  if (user === null) return null;
  if (section !== SETTINGS_SECTION) return <NotFoundPage />;
  return (
    <Page
      title="PulseTech Discord Integration"
      lead="Settings of the connection between Discord and this site."
      within={ADMINISTRATION}
      wide
    >
      {canManage(user) ? <Sections userId={user.id} /> : <Forbidden />}
    </Page>
  );
}

function Sections({ userId }: { readonly userId: number }) {
  const settings = useSettings();
  return (
    <>
      <QueryView query={settings} what="the settings" skeleton={<SkeletonRows rows={3} height={260} />}>
        {(stored) => <SettingsForm stored={stored} userId={userId} />}
      </QueryView>
      <TokensPanel firstCall={(token, functions) => <FirstCall token={token} functions={functions} />} />
    </>
  );
}
