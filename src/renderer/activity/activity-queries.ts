import { keepPreviousData, mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { Activity } from '#contract/activity/api';
import type { ActivityType } from '#contract/activity/model';
import { bridge, unwrap } from '../data/bridge.ts';
import { refreshSoon } from '../data/list-cache.ts';
import { pagedListOptions } from '../data/paged-list.ts';
import { personName } from '../data/person-name.ts';

/** What a list of activity is filtered by. */
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
  pagedListOptions<Activity>([...activityKey(organizationId), { ...filter, search }], (page) =>
    unwrap(
      bridge.activity.list({
        organizationId,
        ...narrowing(filter),
        ...(search === '' ? {} : { search }),
        ...page,
      }),
    ),
  );

/** Loads the organization's activity again. */
export function refreshActivity(client: QueryClient, organizationId: string): void {
  refreshSoon(client, activityKey(organizationId));
}

/** The first members whose name matches, to filter the activity by one of them. */
export const peopleOptions = (organizationId: string, search: string) =>
  queryOptions({
    queryKey: ['people', organizationId, search],
    queryFn: async () => {
      const { items, nextCursor } = await unwrap(
        bridge.member.list({ organizationId, sort: 'name', ...(search === '' ? {} : { search }) }),
      );
      const people = items.map((member) => ({ id: member.userId, name: personName(member) }));
      return { people, hasMore: nextCursor !== null };
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

/** Saves the activity in a file that the user chooses. */
export const exportActivityOptions = (organizationId: string, filter: ActivityFilter) =>
  mutationOptions({
    mutationKey: ['activity.exportCsv', organizationId],
    mutationFn: () => unwrap(bridge.activity.exportCsv({ organizationId, ...narrowing(filter) })),
  });
