import { infiniteQueryOptions, mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { Seats } from '#contract/seat';
import type { Organization } from '#contract/organization';
import { bridge, unwrap } from '../bridge/bridge.ts';
import { patchLists, patchValue, refreshNow, refreshSoon } from '../bridge/list-cache.ts';
import { loaded, type ListData } from '../bridge/paged-list.ts';
import type { OrganizationListView } from './organization-list-view.ts';

const organizationKey = (organizationId: string) => ['organization', organizationId];
const organizationsKey = ['organizations'];

export const organizationOptions = (organizationId: string) =>
  queryOptions({
    queryKey: organizationKey(organizationId),
    queryFn: () => unwrap(bridge.organization.get({ organizationId })),
  });

/** The caller's organizations, all of them for support staff, page by page. */
export const organizationsOptions = ({ search, sort, filter }: OrganizationListView) =>
  infiniteQueryOptions({
    queryKey: [...organizationsKey, { search, sort, filter }],
    queryFn: async ({ pageParam }) =>
      loaded(
        await unwrap(
          bridge.organization.list({
            sort,
            ...(filter === 'all' ? {} : { filter }),
            ...(search === '' ? {} : { search }),
            ...(pageParam === undefined ? {} : { cursor: pageParam }),
          }),
        ),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // Their counts change without an event that reaches this list: looked up anew when it is opened.
    staleTime: 0,
  });

/** The organizations by name: to find one. */
export const organizationsByName = (search: string) =>
  organizationsOptions({ search, sort: 'name', filter: 'all' });

/** Opens the page where seats are bought. */
export const openBillingOptions = (organizationId: string) =>
  mutationOptions({
    mutationKey: ['organization.openBilling'],
    mutationFn: () => unwrap(bridge.organization.openBilling({ organizationId })),
  });

/** The seats of an organization changed. */
export function applySeats(client: QueryClient, organizationId: string, seats: Seats): void {
  const withSeats = (before: Organization): Organization => ({
    ...before,
    seats,
    openInvites: { ...before.openInvites, pending: seats.pendingInvites },
  });
  patchValue<Organization>(client, organizationKey(organizationId), withSeats);
  patchLists<Organization>(client, organizationsKey, (data) => ({
    data: changeRow(data, organizationId, withSeats),
    sure: true,
  }));
}

/** A row changed that stays where it is: the server, too, moves it only when it counts anew. */
function changeRow(
  data: ListData<Organization>,
  organizationId: string,
  change: (organization: Organization) => Organization,
): ListData<Organization> {
  if (!data.pages.some(({ items }) => items.some(({ id }) => id === organizationId))) return data;
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.map((item) => (item.id === organizationId ? change(item) : item)),
    })),
  };
}

/** Something happened to the invites of an organization, which the lists of organizations count. */
export function refreshCounts(client: QueryClient, organizationId: string): void {
  const isShown = (data: ListData<Organization> | undefined): boolean =>
    data?.pages.some(({ items }) => items.some(({ id }) => id === organizationId)) ?? false;
  for (const query of client.getQueryCache().findAll({ queryKey: organizationsKey, type: 'active' })) {
    if (isShown(client.getQueryData(query.queryKey))) refreshSoon(client, query.queryKey);
  }
}

/** The list of organizations comes into view: what it counts has changed meanwhile. */
export function refreshOrganizations(client: QueryClient): void {
  refreshNow(client, organizationsKey);
}

/** Something about the organization changed that is not known here: its name, one's own role in it. */
export function refreshOrganization(client: QueryClient, organizationId: string): void {
  refreshSoon(client, organizationKey(organizationId));
  refreshSoon(client, organizationsKey);
}

/** The counts of the organization may have changed by what was just done. */
export function refreshSeats(client: QueryClient, organizationId: string): void {
  refreshSoon(client, organizationKey(organizationId));
}
