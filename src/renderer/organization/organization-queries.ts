import { queryOptions } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import type { Seats } from '#contract/seat/api';
import type { Organization } from '#contract/organization/api';
import type { OrganizationFilter } from '#contract/organization/model';
import { bridge, unwrap } from '../data/bridge.ts';
import { patchLists, patchValue, refreshNow, refreshSoon } from '../data/list-cache.ts';
import { pagedListOptions, type ListData } from '../data/paged-list.ts';
import { organizationFilters, type OrganizationListView } from './organization-list-view.ts';

const organizationKey = (organizationId: string) => ['organization', organizationId];
const organizationsKey = ['organizations'];

export const organizationOptions = (organizationId: string) =>
  queryOptions({
    queryKey: organizationKey(organizationId),
    queryFn: () => unwrap(bridge.organization.get({ organizationId })),
  });

/** The user's organizations, page by page; for support staff all organizations. */
export const organizationsOptions = ({ search, sort, filter }: OrganizationListView) => ({
  ...pagedListOptions<Organization>([...organizationsKey, { search, sort, filter }], (page) =>
    unwrap(
      bridge.organization.list({
        sort,
        ...(filter === 'all' ? {} : { filter }),
        ...(search === '' ? {} : { search }),
        ...page,
      }),
    ),
  ),
  // No event that reaches this list says that its counts changed: it is loaded again whenever it is opened.
  staleTime: 0,
});

const organizationCountsKey = ['organization-counts'];

/** How many organizations each filter shows. A page of one row has the number of all. */
export const organizationCountsOptions = queryOptions({
  queryKey: organizationCountsKey,
  queryFn: async () => {
    const filters = organizationFilters.flatMap(([filter]) => (filter === 'all' ? [] : [filter]));
    const counts = await Promise.all(
      filters.map(async (filter) => {
        const { total } = await unwrap(bridge.organization.list({ sort: 'name', filter, limit: 1 }));
        return [filter, total] as const;
      }),
    );
    return Object.fromEntries(counts) as Partial<Record<OrganizationFilter, number>>;
  },
  // No event says that they changed: they are counted again whenever the list is opened.
  staleTime: 0,
});

/** The organizations sorted by name, to find one. */
export const organizationsByName = (search: string) =>
  organizationsOptions({ search, sort: 'name', filter: 'all' });

/** Updates the seats of an organization in the cache. */
export function applySeats(client: QueryClient, organizationId: string, seats: Seats): void {
  const withSeats = (before: Organization): Organization => ({
    ...before,
    seats,
    openInvites: { ...before.openInvites, pending: seats.pendingInvites },
  });
  patchValue<Organization>(client, organizationKey(organizationId), withSeats);
  patchLists<Organization>(client, organizationsKey, (data) => ({
    data: changeRow(data, organizationId, withSeats),
    isExact: true,
  }));
}

/** Changes a row without moving it: the server moves it only when the list is loaded again. */
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

/** Loads the lists in view again that count the invites of an organization. */
export function refreshCounts(client: QueryClient, organizationId: string): void {
  const isShown = (data: ListData<Organization> | undefined): boolean =>
    data?.pages.some(({ items }) => items.some(({ id }) => id === organizationId)) ?? false;
  for (const query of client.getQueryCache().findAll({ queryKey: organizationsKey, type: 'active' })) {
    if (isShown(client.getQueryData(query.queryKey))) refreshSoon(client, query.queryKey);
  }
}

/** Loads the lists of organizations again. */
export function refreshOrganizations(client: QueryClient): void {
  refreshNow(client, organizationsKey);
}

/** Loads an organization again, and the lists that contain it. */
export function refreshOrganization(client: QueryClient, organizationId: string): void {
  refreshSoon(client, organizationKey(organizationId));
  refreshSoon(client, organizationsKey);
}

/** Loads the seats of an organization again. */
export function refreshSeats(client: QueryClient, organizationId: string): void {
  refreshSoon(client, organizationKey(organizationId));
}
