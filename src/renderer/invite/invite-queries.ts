import { queryOptions } from '@tanstack/react-query';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Invite } from '#contract/invite/api';
import { bridge, unwrap } from '../data/bridge.ts';
import { reportEnded } from '../data/ended-objects.ts';
import { patchLists, refreshSoon } from '../data/list-cache.ts';
import { pagedListOptions, upsertRow, rowsOf, type LoadedPage } from '../data/paged-list.ts';
import { inviteKey } from './actions/invite-key.ts';
import { endedReason } from './invite-labels.ts';
import { inviteListPredicate, isOpen, type InviteListFilter } from './invite-list-predicate.ts';

const invitesKey = (organizationId: string) => ['invites', organizationId];

/** A list of open invites, page by page. */
export const invitesOptions = (organizationId: string, filter: InviteListFilter) =>
  pagedListOptions<Invite>([...invitesKey(organizationId), filter], (page) => {
    const { search, role, delivery, ...rest } = filter;
    return unwrap(
      bridge.invite.list({
        organizationId,
        ...rest,
        ...(role === undefined ? {} : { role }),
        ...(delivery === undefined ? {} : { delivery }),
        ...(search === '' ? {} : { search }),
        ...page,
      }),
    );
  });

/** The pending invite that expires next, which frees a seat. */
export const nextToExpireOptions = (organizationId: string) => ({
  ...invitesOptions(organizationId, { status: 'pending', sort: 'expires', search: '' }),
  select: (data: InfiniteData<LoadedPage<Invite>>) => data.pages[0]?.items[0],
});

const detailsKey = (organizationId: string) => ['invite-details', organizationId];

/** One invite with its timeline. */
export const inviteDetailsOptions = (organizationId: string, inviteId: string) =>
  queryOptions({
    queryKey: [...detailsKey(organizationId), inviteId],
    queryFn: () => unwrap(bridge.invite.get({ organizationId, inviteId })),
    staleTime: 0,
  });

/** Puts a new or changed invite into every cached list, or removes it from those that it no longer matches. */
export function applyInvite(client: QueryClient, invite: Invite, isNew = false): void {
  const details = inviteDetailsOptions(invite.organizationId, invite.id).queryKey;
  if (client.getQueryData(details)) refreshSoon(client, details);
  if (!isOpen(invite)) reportEnded(inviteKey(invite.id), endedReason(invite));
  // The filter is the last element of the key that `invitesOptions` makes.
  patchLists<Invite>(client, invitesKey(invite.organizationId), (data, filter) =>
    upsertRow(data, invite, inviteListPredicate(filter as InviteListFilter), isNew),
  );
}

/**
 * Updates the delivery of an invite's email, and whether its link was opened. The event may arrive after the invite has ended,
 * so it changes nothing else, and does not bring back an invite that has left a list.
 */
export function applyInviteNote(client: QueryClient, invite: Invite): void {
  const details = inviteDetailsOptions(invite.organizationId, invite.id).queryKey;
  if (client.getQueryData(details)) refreshSoon(client, details);
  patchLists<Invite>(client, invitesKey(invite.organizationId), (data, filter) => {
    const { delivery, openedAt } = invite;
    const listFilter = filter as InviteListFilter;
    const known = rowsOf(data).find(({ id }) => id === invite.id);
    // A list that is filtered by delivery may have one more row.
    if (!known) return { data, isExact: listFilter.delivery === undefined };
    return upsertRow(data, { ...known, delivery, openedAt }, inviteListPredicate(listFilter), false);
  });
}

/** Loads an organization's invites again. */
export function refreshInvites(client: QueryClient, organizationId: string): void {
  refreshSoon(client, invitesKey(organizationId));
}
