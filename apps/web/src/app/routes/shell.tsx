import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import type { SessionUser } from '@pulsetech/contracts';
import { useEffect, useRef } from 'react';
import { SiteNameContext } from '../../components/site-name.js';
import { HeldMark } from '../../features/runs/components/held-mark.js';
import { canLink, canManage, canSeeMappings } from '../../features/session/access.js';
import { useSession } from '../../features/session/api/use-session.js';
import { UserMenu } from '../../features/session/components/user-menu.js';
import { ACTIVITY_TABS, PATHS, SETTINGS_SECTION } from '../../lib/paths.js';
import { ColorSchemeMenu } from './color-scheme-menu.js';
import classes from './shell.module.css';

/** What stands around every page. */
export function Shell() {
  const session = useSession();
  const navigate = useNavigate();
  const main = useFocusOnNavigation();
  const user = session.data?.user ?? null;
  const siteName = session.data?.siteName ?? 'PulseLMS';
  return (
    <SiteNameContext value={siteName}>
      <a className={classes['skip']} href="#content">
        Skip to content
      </a>
      <header className={classes['header']}>
        <div className={classes['bar']}>
          <Link to={PATHS.dashboard} className={classes['site']}>
            {siteName}
          </Link>
          {user ? <Navigation user={user} /> : null}
          <div className={classes['end']}>
            <ColorSchemeMenu />
            {user ? <UserMenu user={user} onSignedOut={() => void navigate({ to: PATHS.signIn, search: {} })} /> : null}
          </div>
        </div>
      </header>
      <main id="content" ref={main} tabIndex={-1} className={classes['main']}>
        <Outlet />
      </main>
      <footer className={classes['footer']}>
        <Link to={PATHS.webservice}>Web service for bots</Link>
      </footer>
    </SiteNameContext>
  );
}

function Navigation({ user }: { readonly user: SessionUser }) {
  return (
    <nav className={classes['nav']} aria-label="Main">
      <Link to={PATHS.dashboard}>Dashboard</Link>
      {canLink(user) ? <Link to={PATHS.link}>Discord account</Link> : null}
      {canSeeMappings(user) ? <Link to={PATHS.mappings}>Role mappings</Link> : null}
      {canManage(user) ? (
        <>
          <Link to={PATHS.runs}>
            Sync runs
            <HeldMark />
          </Link>
          <Link to={PATHS.activity} search={{ tab: ACTIVITY_TABS[0] }} activeOptions={{ includeSearch: false }}>
            Activity
          </Link>
          <Link to={PATHS.settings} search={{ section: SETTINGS_SECTION }}>
            Settings
          </Link>
        </>
      ) : null}
    </nav>
  );
}

/** After going to another page, readers and the keyboard start at its content, as after loading it. */
function useFocusOnNavigation() {
  const main = useRef<HTMLElement>(null);
  const path = useLocation({ select: (location) => location.pathname });
  const previous = useRef(path);
  useEffect(() => {
    if (previous.current !== path && !main.current?.contains(document.activeElement)) main.current?.focus();
    previous.current = path;
  }, [path]);
  return main;
}
