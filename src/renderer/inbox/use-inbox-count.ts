import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { totalOf } from '../bridge/paged-list.ts';
import { inboxOptions, refreshInbox } from './inbox-queries.ts';

/** Time alone changes it too: what expires tomorrow was no matter yesterday. */
const lookAgainMs = 60_000;

/** How many things want a look; undefined until it is known. */
export function useInboxCount(enabled: boolean): number | undefined {
  const client = useQueryClient();
  const { data } = useInfiniteQuery({ ...inboxOptions('all'), enabled });
  useEffect(() => {
    if (!enabled) return undefined;
    const timer = setInterval(() => refreshInbox(client), lookAgainMs);
    return () => clearInterval(timer);
  }, [client, enabled]);
  return data && totalOf(data).total;
}
