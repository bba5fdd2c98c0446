import { createHashHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { CrashScreen } from './crash-screen.tsx';
import { Home } from './home.tsx';
import { OrganizationScreen } from './organization-screen.tsx';
import { Shell } from './shell.tsx';

const rootRoute = createRootRoute({ component: Shell });

const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: Home });

export const organizationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/organizations/$organizationId',
  validateSearch: (search: Record<string, unknown>): { tab?: 'members' } =>
    search['tab'] === 'members' ? { tab: 'members' } : {},
  component: OrganizationScreen,
});

/** The address stands behind a `#`: the page is always the same file, and a reload stays where one was. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([homeRoute, organizationRoute]),
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
