import { useSearch } from '@tanstack/react-router';
import { Forbidden } from '../../components/forbidden.js';
import { Notice } from '../../components/notice.js';
import { Page } from '../../components/page.js';
import { QueryView } from '../../components/query-view.js';
import { SkeletonRows } from '../../components/skeleton-rows.js';
import { useLinkPage } from '../../features/link/api/use-link-page.js';
import { useSyncNow } from '../../features/link/api/use-sync-now.js';
import { useUnlink } from '../../features/link/api/use-unlink.js';
import { AccountPanel } from '../../features/link/components/account-panel.js';
import { ExpectedPanel } from '../../features/link/components/expected-panel.js';
import { LinkInvitation } from '../../features/link/components/link-invitation.js';
import { MembershipPanel } from '../../features/link/components/membership-panel.js';
import { UnlinkedNotice } from '../../features/link/components/unlinked-notice.js';
import { canLink } from '../../features/session/access.js';
import { DiscordError } from '../../features/session/components/discord-error.js';
import { OwnWhy } from '../../features/why/components/own-why.js';
import { PATHS } from '../../lib/paths.js';
import { useSignedInUser } from './use-signed-in-user.js';

export function LinkPage() {
  const user = useSignedInUser();
  if (user === null) return null;
  return (
    <Page title="Discord account" lead="Your Discord account, and what its roles give you here.">
      {canLink(user) ? (
        <OwnLink />
      ) : (
        <Forbidden reason="Your account may not link a Discord account. If you need it, ask the site team." />
      )}
    </Page>
  );
}

function OwnLink() {
  const { from, linked, discorderror } = useSearch({ from: `/signed-in${PATHS.link}` });
  const page = useLinkPage();
  const sync = useSyncNow();
  const unlink = useUnlink();
  return (
    <>
      {discorderror === undefined ? null : <DiscordError code={discorderror} place="link" />}
      {linked !== undefined && page.data?.account ? (
        <Notice tone="ok" title="Your Discord account is linked" role="status" takesFocus>
          <p>From now on your roles in Discord decide about the courses below, and you can sign in with Discord.</p>
        </Notice>
      ) : null}
      {unlink.data ? <UnlinkedNotice outcome={unlink.data} /> : null}
      <QueryView query={page} what="your Discord account" skeleton={<SkeletonRows rows={3} height={140} />}>
        {({ account, expected, guildName, linking, membership, unlinking, unlinkEffect }) => (
          <>
            {account === null ? (
              <LinkInvitation linking={linking} guildName={guildName} invitation={from} />
            ) : (
              <>
                <AccountPanel
                  account={account}
                  unlinking={unlinking}
                  effect={unlinkEffect}
                  sync={sync}
                  unlink={unlink}
                />
                <MembershipPanel membership={membership} guildName={guildName} />
              </>
            )}
            <ExpectedPanel expected={expected} explain={(courseId) => <OwnWhy courseId={courseId} />} />
          </>
        )}
      </QueryView>
    </>
  );
}
