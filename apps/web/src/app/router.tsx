import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { changeFilterOf, type ChangeFilter } from '../features/changes/change-filter.js';
import type { ItemFilter } from '../features/runs/item-filter.js';
import { filterOf, type LogFilter } from '../features/webservice-log/log-filter.js';
import { ACTIVITY_TABS, PATHS, SETTINGS_SECTION } from '../lib/paths.js';
import { NotFoundPage } from './routes/not-found.js';
import { PageFailure } from './routes/page-failure.js';
import { Shell } from './routes/shell.js';
import { SignedIn } from './routes/signed-in.js';
import { idParam, parseSearch, stringifySearch, textParam } from './search-params.js';

const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: PageFailure,
});

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router's own way of answering with a redirect
    throw redirect({ to: PATHS.dashboard, replace: true });
  },
});

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.signIn,
  validateSearch: (search: Record<string, unknown>): { returnto?: string; discorderror?: string } => ({
    returnto: textParam(search, 'returnto'),
    discorderror: textParam(search, 'discorderror'),
  }),
  component: lazyRouteComponent(() => import('./routes/sign-in.js'), 'SignInPage'),
});

const webserviceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: PATHS.webservice,
  component: lazyRouteComponent(() => import('./routes/webservice-reference.js'), 'WebserviceReferencePage'),
});

const signedInRoute = createRoute({ getParentRoute: () => rootRoute, id: 'signed-in', component: SignedIn });

const dashboardRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: PATHS.dashboard,
  component: lazyRouteComponent(() => import('./routes/dashboard.js'), 'DashboardPage'),
});

const linkRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: PATHS.link,
  validateSearch: (search: Record<string, unknown>): { linked?: string; discorderror?: string; from?: string } => ({
    from: textParam(search, 'from'),
    linked: textParam(search, 'linked'),
    discorderror: textParam(search, 'discorderror'),
  }),
  component: lazyRouteComponent(() => import('./routes/link.js'), 'LinkPage'),
});

const mappingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: PATHS.mappings,
  component: lazyRouteComponent(() => import('./routes/role-mappings.js'), 'RoleMappingsPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: PATHS.settings,
  validateSearch: (search: Record<string, unknown>): { section: string } => ({
    section: textParam(search, 'section') ?? SETTINGS_SECTION,
  }),
  component: lazyRouteComponent(() => import('./routes/settings.js'), 'SettingsPage'),
});

const activityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: PATHS.activity,
  validateSearch: (search: Record<string, unknown>): { tab: string } & LogFilter & ChangeFilter => ({
    tab: textParam(search, 'tab') ?? ACTIVITY_TABS[0],
    ...filterOf(search),
    ...changeFilterOf(search),
  }),
  component: lazyRouteComponent(() => import('./routes/activity.js'), 'ActivityPage'),
});

const runsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: PATHS.runs,
  component: lazyRouteComponent(() => import('./routes/runs.js'), 'RunsPage'),
});

const runRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: PATHS.run,
  validateSearch: (search: Record<string, unknown>): { id?: string | undefined } & ItemFilter => ({
    id: idParam(search, 'id'),
    state: textParam(search, 'state'),
    action: textParam(search, 'action'),
    search: textParam(search, 'search'),
  }),
  component: lazyRouteComponent(() => import('./routes/run.js'), 'RunPage'),
});

const personRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: PATHS.person,
  validateSearch: (search: Record<string, unknown>): { id?: string | undefined; course?: string | undefined } => ({
    id: idParam(search, 'id'),
    course: idParam(search, 'course'),
  }),
  component: lazyRouteComponent(() => import('./routes/person.js'), 'PersonPage'),
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  signInRoute,
  webserviceRoute,
  signedInRoute.addChildren([
    dashboardRoute,
    linkRoute,
    mappingsRoute,
    runsRoute,
    runRoute,
    personRoute,
    settingsRoute,
    activityRoute,
  ]),
]);

export function createAppRouter() {
  return createRouter({
    routeTree,
    parseSearch,
    stringifySearch,
    trailingSlash: 'preserve',
    defaultPreload: 'intent',
    defaultErrorComponent: PageFailure,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
