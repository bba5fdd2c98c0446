import type { QueryClient } from '@tanstack/react-query';
import type { InboxKind } from '#contract/inbox/model';
import { bridge, unwrap } from '../data/bridge.ts';
import { refreshSoon } from '../data/list-cache.ts';
import { pagedListOptions } from '../data/paged-list.ts';
import { toInboxRow, type InboxRowData } from './inbox-row-data.ts';

const inboxKey = ['inbox'];

/** What needs attention in the organizations that the user manages. */
export const inboxOptions = (kind: InboxKind | 'all') =>
  pagedListOptions<InboxRowData>([...inboxKey, kind], async (input) => {
    const page = await unwrap(bridge.inbox.list({ ...(kind === 'all' ? {} : { kind }), ...input }));
    return { ...page, items: page.items.map(toInboxRow) };
  });

/** Loads the inbox again. */
export function refreshInbox(client: QueryClient): void {
  refreshSoon(client, inboxKey);
}
