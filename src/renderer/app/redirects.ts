import { redirect } from '@tanstack/react-router';
import { rowsOf } from '../data/paged-list.ts';
import { canManage, sessionOptions, type SignedIn } from '../data/session.ts';
import { organizationOptions, organizationsByName } from '../organization/organization-queries.ts';
import { readLastOrganization } from './last-organization.ts';
import { queryClient } from './query-client.ts';

/*
 * Where a route leads elsewhere. The router asks whenever a location is loaded, and again when it is invalidated; it drops the
 * answer for a location that the user has left meanwhile.
 */

/**
 * Leads from the start to the organization that was in view last, otherwise to the first one that is known. Support staff
 * begin at the list: opening a customer's organization is recorded there, so they choose one themselves.
 *
 * @throws a redirect
 */
export function redirectFromHome(): void {
  const session = signedIn();
  if (!session) return;
  const last = readLastOrganization(session);
  if (last === undefined && session.user.staff && session.memberships.length === 0)
    redirect({ to: '/organizations', throw: true });
  const organizationId = last ?? firstOrganization(session);
  if (organizationId !== undefined)
    redirect({ to: '/organizations/$organizationId', params: { organizationId }, throw: true });
}

/**
 * Leads users who cannot see an organization's activity to the organization.
 *
 * @throws a redirect
 */
export function redirectFromActivity(organizationId: string): void {
  const session = signedIn();
  if (session && !canManage(session, organizationId))
    redirect({ to: '/organizations/$organizationId', params: { organizationId }, throw: true });
}

function signedIn(): SignedIn | undefined {
  const session = queryClient.getQueryData(sessionOptions.queryKey);
  return session?.status === 'signed-in' ? session : undefined;
}

function firstOrganization({ memberships }: SignedIn): string | undefined {
  const own = memberships.find(({ organizationId }) => !isGone(organizationId))?.organizationId;
  return own ?? rowsOf(queryClient.getQueryData(organizationsByName('').queryKey))[0]?.id;
}

/** The server does not know the organization any longer, though the session still names it. */
function isGone(organizationId: string): boolean {
  const error = queryClient.getQueryState(organizationOptions(organizationId).queryKey)?.error;
  return error?.problem.code === 'organization_not_found';
}
