import { Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { ErrorNotice } from '../../components/error-notice.js';
import { Loading } from '../../components/loading.js';
import { Page } from '../../components/page.js';
import { SkeletonRows } from '../../components/skeleton-rows.js';
import { useSession } from '../../features/session/api/use-session.js';
import { PATHS } from '../../lib/paths.js';

/** Every page below it is for people who are signed in; others are sent to sign in first, and brought back. */
export function SignedIn() {
  const session = useSession();
  if (session.data) return session.data.user ? <Outlet /> : <ToSignIn />;
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

/** Leaves once, with the address as it was then: while the sign-in page loads, this still stands under its address. */
function ToSignIn() {
  const navigate = useNavigate();
  const { history } = useRouter();
  const left = useRef(false);
  useEffect(() => {
    const { pathname, href } = history.location;
    if (left.current || pathname === PATHS.signIn) return;
    left.current = true;
    void navigate({ to: PATHS.signIn, search: pathname === PATHS.dashboard ? {} : { returnto: href }, replace: true });
  }, [history, navigate]);
  return null;
}
