import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { ErrorNotice } from '../../components/error-notice.js';
import { Loading } from '../../components/loading.js';
import { Page } from '../../components/page.js';
import { SkeletonRows } from '../../components/skeleton-rows.js';
import { useSession } from '../../features/session/api/use-session.js';
import { PATHS } from '../paths.js';

/** Every page below it is for people who are signed in; others are sent to sign in first, and brought back. */
export function SignedIn() {
  const session = useSession();
  const here = useLocation({ select: (location) => location.href });
  if (session.data) {
    return session.data.user ? <Outlet /> : <Navigate to={PATHS.signIn} search={{ returnto: here }} replace />;
  }
  return (
    <Page title="Loading">
      {session.isPending ? (
        <Loading what="the page">
          <SkeletonRows rows={3} height={120} />
        </Loading>
      ) : (
        <ErrorNotice error={session.error} onRetry={() => void session.refetch()} />
      )}
    </Page>
  );
}
