import type { QueryClient } from '@tanstack/react-query';
import { sessionOptions } from '../session/session-queries.ts';
import { readLastOrganization } from './last-organization.ts';
import { router } from './router.tsx';

/** Has the router where the window begins before anything is drawn: the organization that was in view last. */
export async function goToFirstPlace(client: QueryClient): Promise<void> {
  const session = client.getQueryData(sessionOptions.queryKey);
  if (session?.status !== 'signed-in') return;
  const last = readLastOrganization(session);
  if (router.history.location.pathname === '/' && last !== undefined)
    router.history.replace(`/organizations/${encodeURIComponent(last)}`);
  await router.load();
}
