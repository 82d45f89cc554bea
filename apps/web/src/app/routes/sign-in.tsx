import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { QueryView } from '../../components/query-view.js';
import { SkeletonRows } from '../../components/skeleton-rows.js';
import { useSiteName } from '../../components/site-name.js';
import { useSession } from '../../features/session/api/use-session.js';
import { DiscordError } from '../../features/session/components/discord-error.js';
import { DiscordSignIn } from '../../features/session/components/discord-sign-in.js';
import { PasswordForm } from '../../features/session/components/password-form.js';
import { safeReturnPath } from '../../lib/return-path.js';
import { PATHS } from '../../lib/paths.js';
import classes from './sign-in.module.css';

export function SignInPage() {
  const { returnto, discorderror } = useSearch({ from: PATHS.signIn });
  const session = useSession();
  const siteName = useSiteName();
  const { history } = useRouter();
  const goOn = (): void => {
    history.replace(safeReturnPath(returnto));
  };

  if (session.data?.user && discorderror === undefined) return <Onward to={safeReturnPath(returnto)} />;
  return (
    <div className={classes['page']}>
      <title>{`Sign in · ${siteName}`}</title>
      <h1>Sign in to {siteName}</h1>
      {discorderror === undefined ? null : <DiscordError code={discorderror} place="sign-in" />}
      <QueryView query={session} what="the sign-in form" skeleton={<SkeletonRows rows={4} height={44} />}>
        {({ discordLogin }) => (
          <div className={classes['ways']}>
            <DiscordSignIn discordLogin={discordLogin} wanted={returnto} />
            <p className={classes['or']}>
              <span>{discordLogin.available ? 'or with your password' : 'Sign in with your password'}</span>
            </p>
            <PasswordForm onSignedIn={goOn} />
          </div>
        )}
      </QueryView>
    </div>
  );
}

/** Somebody who is signed in already has no business here. */
function Onward({ to }: { readonly to: string }) {
  const { history } = useRouter();
  useEffect(() => {
    history.replace(to);
  }, [history, to]);
  return null;
}
