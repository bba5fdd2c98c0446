import {
  infiniteQueryOptions,
  mutationOptions,
  queryOptions,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query';
import type { Invite } from '#contract/invite';
import type { AssignableRole } from '#contract/member';
import { bridge, unwrap } from '../bridge/bridge.ts';
import { patchLists, refreshSoon } from '../bridge/list-cache.ts';
import { loaded, putRow, rowsOf, type LoadedPage } from '../bridge/paged-list.ts';
import { inviteListRule, type InviteListFilter } from './invite-list-rule.ts';

const invitesKey = (organizationId: string) => ['invites', organizationId];

/** A list of open invites, page by page. */
export const invitesOptions = (organizationId: string, filter: InviteListFilter) =>
  infiniteQueryOptions({
    queryKey: [...invitesKey(organizationId), filter],
    queryFn: async ({ pageParam }) => {
      const { search, role, delivery, ...rest } = filter;
      const page = await unwrap(
        bridge.invite.list({
          organizationId,
          ...rest,
          ...(role === undefined ? {} : { role }),
          ...(delivery === undefined ? {} : { delivery }),
          ...(search === '' ? {} : { search }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        }),
      );
      return loaded(page);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: LoadedPage<Invite>) => page.nextCursor ?? undefined,
    structuralSharing: false,
  });

/** The pending invite that expires next: by it a seat becomes free, if nothing else happens. */
export const nextToExpireOptions = (organizationId: string) => ({
  ...invitesOptions(organizationId, { status: 'pending', sort: 'expires', search: '' }),
  select: (data: InfiniteData<LoadedPage<Invite>>) => data.pages[0]?.items[0],
});

const detailsKey = (organizationId: string) => ['invite-details', organizationId];

/** One invite with all that happened to it. */
export const inviteDetailsOptions = (organizationId: string, inviteId: string) =>
  queryOptions({
    queryKey: [...detailsKey(organizationId), inviteId],
    queryFn: () => unwrap(bridge.invite.get({ organizationId, inviteId })),
    staleTime: 0,
  });

/** By which it is known that something is being done to an invite. */
export const inviteKey = (inviteId: string) => ['invite', inviteId];

export const createInviteOptions = (organizationId: string) =>
  mutationOptions({
    mutationKey: ['invite.create'],
    meta: { organizationId },
    mutationFn: (input: { email: string; role: AssignableRole }) =>
      unwrap(bridge.invite.create({ organizationId, ...input })),
  });

const idsOf = ({ organizationId, id }: Invite) => ({ organizationId, inviteId: id });

export const resendInviteOptions = (invite: Invite) =>
  mutationOptions({
    mutationKey: inviteKey(invite.id),
    meta: { organizationId: invite.organizationId },
    mutationFn: () => unwrap(bridge.invite.resend(idsOf(invite))),
  });

export const revokeInviteOptions = (invite: Invite) =>
  mutationOptions({
    mutationKey: inviteKey(invite.id),
    meta: { organizationId: invite.organizationId },
    mutationFn: () => unwrap(bridge.invite.revoke(idsOf(invite))),
  });

/** The same person, the same role, a new invite. */
export const inviteAgainOptions = ({ id, organizationId, email, role }: Invite) =>
  mutationOptions({
    mutationKey: inviteKey(id),
    meta: { organizationId },
    mutationFn: () => unwrap(bridge.invite.create({ organizationId, email, role })),
  });

/** Ends one invite and sends another in its place, both or neither. */
export const swapInviteOptions = (invite: Invite) =>
  mutationOptions({
    mutationKey: inviteKey(invite.id),
    meta: { organizationId: invite.organizationId },
    mutationFn: (input: { email: string; role: AssignableRole }) =>
      unwrap(bridge.invite.swap({ ...idsOf(invite), ...input })),
  });

export const copyInviteLinkOptions = (invite: Invite) =>
  mutationOptions({
    mutationKey: inviteKey(invite.id),
    mutationFn: () => unwrap(bridge.invite.copyLink(idsOf(invite))),
  });

export const openInviteLinkOptions = (invite: Invite) =>
  mutationOptions({
    mutationKey: inviteKey(invite.id),
    mutationFn: () => unwrap(bridge.invite.openLink(idsOf(invite))),
  });

/** An invite came, changed or ended: it is put where it belongs in every list, or taken out. */
export function applyInvite(client: QueryClient, invite: Invite, isNew = false): void {
  const details = inviteDetailsOptions(invite.organizationId, invite.id).queryKey;
  if (client.getQueryData(details)) refreshSoon(client, details);
  // The last element of the key, as `invitesOptions` makes it.
  patchLists<Invite>(client, invitesKey(invite.organizationId), (data, filter) =>
    putRow(data, invite, inviteListRule(filter as InviteListFilter), isNew),
  );
}

/**
 * How an invite's mail fared, or that its link was opened. Both may be told after the invite's end: all else that is known of
 * the invite stays, and one that is gone stays gone.
 */
export function applyInviteNote(client: QueryClient, invite: Invite): void {
  const details = inviteDetailsOptions(invite.organizationId, invite.id).queryKey;
  if (client.getQueryData(details)) refreshSoon(client, details);
  patchLists<Invite>(client, invitesKey(invite.organizationId), (data, filter) => {
    const { delivery, openedAt } = invite;
    const listFilter = filter as InviteListFilter;
    const known = rowsOf(data).find(({ id }) => id === invite.id);
    // A list of failed deliveries may have one more now.
    if (!known) return { data, sure: listFilter.delivery === undefined };
    return putRow(data, { ...known, delivery, openedAt }, inviteListRule(listFilter), false);
  });
}

/** What is shown of an organization's invites turned out to be old. */
export function refreshInvites(client: QueryClient, organizationId: string): void {
  refreshSoon(client, invitesKey(organizationId));
}
