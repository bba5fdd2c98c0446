import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import type { Member } from '#contract/member/api';
import { bridge, unwrap } from '../data/bridge.ts';
import { reportEnded } from '../data/ended-objects.ts';
import { patchLists, refreshSoon } from '../data/list-cache.ts';
import { pagedListOptions, removeRow, upsertRow } from '../data/paged-list.ts';
import { memberListPredicate, type MemberListFilter } from './member-list-predicate.ts';

const membersKey = (organizationId: string) => ['members', organizationId];

/** The members of an organization, page by page. */
export const membersOptions = (organizationId: string, filter: MemberListFilter) =>
  pagedListOptions<Member>([...membersKey(organizationId), filter], (page) => {
    const { role, sort, search } = filter;
    return unwrap(
      bridge.member.list({
        organizationId,
        sort,
        ...(role === 'all' ? {} : { role }),
        ...(search === '' ? {} : { search }),
        ...page,
      }),
    );
  });

/** The open invites that a member sent, loaded each time, because the user is about to decide about them. */
export const sentInvitesOptions = (organizationId: string, userId: string) =>
  queryOptions({
    queryKey: ['sent-invites', organizationId, userId],
    queryFn: () => unwrap(bridge.invite.list({ organizationId, invitedBy: userId, status: 'open' })),
    staleTime: 0,
    gcTime: 0,
  });

/** The mutation keys of all actions on a member begin with this. */
export const memberKey = (memberId: string) => ['member', memberId];

/** Saves all members in a file that the user chooses. */
export const exportMembersOptions = (organizationId: string) =>
  mutationOptions({
    mutationKey: ['member.exportCsv', organizationId],
    mutationFn: () => unwrap(bridge.member.exportCsv({ organizationId })),
  });

/** Puts a member who joined or changed into every cached list. */
export function applyMember(
  client: QueryClient,
  organizationId: string,
  member: Member,
  isNew = false,
): void {
  // The filter is the last element of the key that `membersOptions` makes.
  patchLists<Member>(client, membersKey(organizationId), (data, filter) =>
    upsertRow(data, member, memberListPredicate(filter as MemberListFilter), isNew),
  );
}

/** Removes a member from every cached list. */
export function removeMemberRow(client: QueryClient, organizationId: string, memberId: string): void {
  reportEnded(memberKey(memberId), 'This person is no longer in the organization.');
  patchLists<Member>(client, membersKey(organizationId), (data) => removeRow(data, memberId));
}

/** Loads an organization's members again. */
export function refreshMembers(client: QueryClient, organizationId: string): void {
  refreshSoon(client, membersKey(organizationId));
}
