import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { loadWhenIdle } from '../lib/schedule/lazy-with-preload.ts';
import { CrashScreen } from './crash-screen.tsx';
import { Home } from './home.tsx';
import { OrganizationScreen } from './organization-screen.tsx';
import { redirectFromActivity, redirectFromHome } from './redirects.ts';
import { Shell } from './shell.tsx';

/** A screen is loaded when the window is idle: its first opening waits for its data alone. */
function screen<Component extends { preload?: () => Promise<unknown> | undefined }>(
  component: Component,
): Component {
  loadWhenIdle(async () => component.preload?.());
  return component;
}

const rootRoute = createRootRoute({ component: Shell });

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: redirectFromHome,
  component: Home,
});

const organizationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organizations/$organizationId',
  validateSearch: (search: Record<string, unknown>): OrganizationSearch => ({
    ...(search['tab'] === 'members' ? { tab: 'members' } : {}),
    ...(typeof search['invite'] === 'string' ? { invite: search['invite'] } : {}),
    ...(typeof search['find'] === 'string' ? { find: search['find'] } : {}),
  }),
  component: OrganizationScreen,
});

/** What is in view of an organization. */
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
  beforeLoad: ({ params }) => redirectFromActivity(params.organizationId),
  component: screen(lazyRouteComponent(() => import('./activity-screen.tsx'), 'ActivityScreen')),
});

const organizationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organizations',
  component: screen(
    lazyRouteComponent(() => import('../organization/all-organizations.tsx'), 'AllOrganizations'),
  ),
});

const inboxRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/inbox',
  component: screen(lazyRouteComponent(() => import('../inbox/inbox.tsx'), 'Inbox')),
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: screen(lazyRouteComponent(() => import('./settings-screen.tsx'), 'SettingsScreen')),
});

const unknownRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '$',
  beforeLoad: () => {
    redirect({ to: '/', throw: true });
  },
});

/** The location is the part behind `#`: the document is always the same file, and a reload stays at the location. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    organizationRoute,
    activityRoute,
    organizationsRoute,
    inboxRoute,
    settingsRoute,
    unknownRoute,
  ]),
  history: createHashHistory(),
  defaultErrorComponent: CrashScreen,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
