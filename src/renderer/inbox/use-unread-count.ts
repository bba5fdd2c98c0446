import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { rowsOf, totalOf } from '../data/paged-list.ts';
import { useSignedIn } from '../data/session.ts';
import { inboxOptions, refreshInbox } from './inbox-queries.ts';
import { followOtherWindows, useUnread } from './read-items.ts';

/** The count also changes with time: invites come close to their expiry. */
const lookAgainMs = 60_000;

/** How many items of the inbox are unread; undefined until it is known. */
export function useUnreadCount(enabled: boolean): number | undefined {
  const client = useQueryClient();
  const session = useSignedIn();
  const { data } = useInfiniteQuery({ ...inboxOptions('all'), enabled });
  useEffect(() => {
    if (!enabled) return undefined;
    const timer = setInterval(() => refreshInbox(client), lookAgainMs);
    const stopFollowing = followOtherWindows();
    return () => {
      clearInterval(timer);
      stopFollowing();
    };
  }, [client, enabled]);
  return useUnread(session, data && { ids: rowsOf(data).map(({ id }) => id), total: totalOf(data).total });
}
