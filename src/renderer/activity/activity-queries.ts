import {
  infiniteQueryOptions,
  keepPreviousData,
  mutationOptions,
  queryOptions,
  type QueryClient,
} from '@tanstack/react-query';
import type { Activity, ActivityType } from '#contract/activity';
import { bridge, unwrap } from '../bridge/bridge.ts';
import { refreshSoon } from '../bridge/list-cache.ts';
import { loaded, type LoadedPage } from '../bridge/paged-list.ts';

/** What a list of activity is narrowed by. */
export interface ActivityFilter {
  type: ActivityType | 'all';
  /** A user's id; the empty string for everybody. */
  actor: string;
  from?: string;
  to?: string;
}

const activityKey = (organizationId: string) => ['activity', organizationId];

function narrowing({ type, actor, from, to }: ActivityFilter) {
  return {
    ...(type === 'all' ? {} : { type }),
    ...(actor === '' ? {} : { actor }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/** Who did what in an organization, newest first, page by page. */
export const activityOptions = (organizationId: string, filter: ActivityFilter, search: string) =>
  infiniteQueryOptions({
    queryKey: [...activityKey(organizationId), { ...filter, search }],
    queryFn: async ({ pageParam }) =>
      loaded(
        await unwrap(
          bridge.activity.list({
            organizationId,
            ...narrowing(filter),
            ...(search === '' ? {} : { search }),
            ...(pageParam === undefined ? {} : { cursor: pageParam }),
          }),
        ),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: LoadedPage<Activity>) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    structuralSharing: false,
  });

/** Something was done in the organization. */
export function refreshActivity(client: QueryClient, organizationId: string): void {
  refreshSoon(client, activityKey(organizationId));
}

/** Members whose name begins like this: of whom one wants to see what they did. */
export const peopleOptions = (organizationId: string, search: string) =>
  queryOptions({
    queryKey: ['people', organizationId, search],
    queryFn: async () => {
      const { items } = await unwrap(
        bridge.member.list({ organizationId, sort: 'name', ...(search === '' ? {} : { search }) }),
      );
      return items.map(({ userId, firstName, lastName }) => ({
        id: userId,
        name: `${firstName} ${lastName}`.trim(),
      }));
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

/** Writes the activity into a file that the person chooses. */
export const exportActivityOptions = (organizationId: string, filter: ActivityFilter) =>
  mutationOptions({
    mutationKey: ['activity.exportCsv', organizationId],
    mutationFn: () => unwrap(bridge.activity.exportCsv({ organizationId, ...narrowing(filter) })),
  });
