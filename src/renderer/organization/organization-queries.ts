import { infiniteQueryOptions, mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { Seats } from '#contract/seat';
import type { Organization } from '#contract/organization';
import { bridge, unwrap } from '../bridge/bridge.ts';
import { patchValue, refreshSoon } from '../bridge/list-cache.ts';
import { loaded } from '../bridge/paged-list.ts';

const organizationKey = (organizationId: string) => ['organization', organizationId];
const organizationsKey = ['organizations'];

export const organizationOptions = (organizationId: string) =>
  queryOptions({
    queryKey: organizationKey(organizationId),
    queryFn: () => unwrap(bridge.organization.get({ organizationId })),
  });

/** The caller's organizations, all of them for support staff, page by page. */
export const organizationsOptions = (search: string) =>
  infiniteQueryOptions({
    queryKey: [...organizationsKey, search],
    queryFn: async ({ pageParam }) =>
      loaded(
        await unwrap(
          bridge.organization.list({
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

/** Opens the page where seats are bought. */
export const openBillingOptions = (organizationId: string) =>
  mutationOptions({
    mutationKey: ['organization.openBilling'],
    mutationFn: () => unwrap(bridge.organization.openBilling({ organizationId })),
  });

/** The seats of an organization changed. */
export function applySeats(client: QueryClient, organizationId: string, seats: Seats): void {
  patchValue<Organization>(client, organizationKey(organizationId), (before) => ({ ...before, seats }));
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
