import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { CrashScreen } from './crash-screen.tsx';
import { Home } from './home.tsx';
import { OrganizationScreen } from './organization-screen.tsx';
import { Shell } from './shell.tsx';

const rootRoute = createRootRoute({ component: Shell });

const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: Home });

export const organizationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organizations/$organizationId',
  validateSearch: (search: Record<string, unknown>): OrganizationSearch => ({
    ...(search['tab'] === 'members' ? { tab: 'members' } : {}),
    ...(typeof search['invite'] === 'string' ? { invite: search['invite'] } : {}),
    ...(typeof search['find'] === 'string' ? { find: search['find'] } : {}),
  }),
  component: OrganizationScreen,
});

/** What of an organization is in view. */
interface OrganizationSearch {
  tab?: 'members';
  /** The invite whose details are shown. */
  invite?: string;
  /** What the search of the list begins with. */
  find?: string;
}

const activityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organizations/$organizationId/activity',
  component: lazyRouteComponent(() => import('./activity-screen.tsx'), 'ActivityScreen'),
});

const organizationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organizations',
  component: lazyRouteComponent(() => import('../organization/all-organizations.tsx'), 'AllOrganizations'),
});

const inboxRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/inbox',
  component: lazyRouteComponent(() => import('../inbox/inbox.tsx'), 'Inbox'),
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./settings-screen.tsx'), 'SettingsScreen'),
});

/** The address stands behind a `#`: the page is always the same file, and a reload stays where one was. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    organizationRoute,
    activityRoute,
    organizationsRoute,
    inboxRoute,
    settingsRoute,
  ]),
  history: createHashHistory(),
  defaultErrorComponent: CrashScreen,
  defaultNotFoundComponent: Home,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
