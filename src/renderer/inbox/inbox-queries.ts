import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query';
import type { InboxKind } from '#contract/inbox';
import type { Invite } from '#contract/invite';
import { bridge, unwrap } from '../bridge/bridge.ts';
import { refreshSoon } from '../bridge/list-cache.ts';
import { loaded, type LoadedPage } from '../bridge/paged-list.ts';
import { toInboxRow, type InboxRowData } from './inbox-row-data.ts';

const inboxKey = ['inbox'];

/** What wants a look across the organizations that the person manages. */
export const inboxOptions = (kind: InboxKind | 'all') =>
  infiniteQueryOptions({
    queryKey: [...inboxKey, kind],
    queryFn: async ({ pageParam }) => {
      const page = await unwrap(
        bridge.inbox.list({
          ...(kind === 'all' ? {} : { kind }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        }),
      );
      return loaded({ ...page, items: page.items.map(toInboxRow) });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: LoadedPage<InboxRowData>) => page.nextCursor ?? undefined,
  });

/** Something changed that the inbox may show. */
export function refreshInbox(client: QueryClient): void {
  refreshSoon(client, inboxKey);
}

const idsOf = ({ organizationId, id }: Invite) => ({ organizationId, inviteId: id });

/** What can be done to the invites in the inbox. */
export const inboxDeeds = {
  resend: (invite: Invite) => unwrap(bridge.invite.resend(idsOf(invite))),
  revoke: (invite: Invite) => unwrap(bridge.invite.revoke(idsOf(invite))),
};

export type InboxDeed = keyof typeof inboxDeeds;
