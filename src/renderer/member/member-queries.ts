import { infiniteQueryOptions, mutationOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { AssignableRole, Member } from '#contract/member';
import { bridge, unwrap } from '../bridge/bridge.ts';
import { patchLists, refreshSoon } from '../bridge/list-cache.ts';
import { dropRow, loaded, putRow, type LoadedPage } from '../bridge/paged-list.ts';
import { memberListRule, type MemberListFilter } from './member-list-rule.ts';

const membersKey = (organizationId: string) => ['members', organizationId];

/** The members of an organization, page by page. */
export const membersOptions = (organizationId: string, filter: MemberListFilter) =>
  infiniteQueryOptions({
    queryKey: [...membersKey(organizationId), filter],
    queryFn: async ({ pageParam }) => {
      const { role, sort, search } = filter;
      const page = await unwrap(
        bridge.member.list({
          organizationId,
          sort,
          ...(role === 'all' ? {} : { role }),
          ...(search === '' ? {} : { search }),
          ...(pageParam === undefined ? {} : { cursor: pageParam }),
        }),
      );
      return loaded(page);
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: LoadedPage<Member>) => page.nextCursor ?? undefined,
    structuralSharing: false,
  });

/** The open invites that a member sent, asked anew each time: what is about to be decided hangs on them. */
export const sentInvitesOptions = (organizationId: string, userId: string) =>
  queryOptions({
    queryKey: ['sent-invites', organizationId, userId],
    queryFn: () => unwrap(bridge.invite.list({ organizationId, invitedBy: userId, status: 'open' })),
    staleTime: 0,
    gcTime: 0,
  });

/** By which it is known that something is being done to a member. */
export const memberKey = (memberId: string) => ['member', memberId];

export const changeRoleOptions = (organizationId: string, memberId: string) =>
  mutationOptions({
    mutationKey: memberKey(memberId),
    mutationFn: (role: AssignableRole) =>
      unwrap(bridge.member.changeRole({ organizationId, memberId, role })),
  });

export const removeMemberOptions = (organizationId: string, memberId: string) =>
  mutationOptions({
    mutationKey: memberKey(memberId),
    meta: { organizationId },
    mutationFn: (invites: 'keep' | 'revoke') =>
      unwrap(bridge.member.remove({ organizationId, memberId, invites })),
  });

/** Writes all members into a file that the person chooses. */
export const exportMembersOptions = (organizationId: string) =>
  mutationOptions({
    mutationKey: ['member.exportCsv', organizationId],
    mutationFn: () => unwrap(bridge.member.exportCsv({ organizationId })),
  });

/** Ends one's own membership; `me` stands for it, since an Agent does not see the list of members. */
export const leaveOptions = (organizationId: string) => removeMemberOptions(organizationId, 'me');

/** A member joined or changed: put where they belong in every list. */
export function applyMember(
  client: QueryClient,
  organizationId: string,
  member: Member,
  isNew = false,
): void {
  // The last element of the key, as `membersOptions` makes it.
  patchLists<Member>(client, membersKey(organizationId), (data, filter) =>
    putRow(data, member, memberListRule(filter as MemberListFilter), isNew),
  );
}

/** A member is gone. */
export function dropMember(client: QueryClient, organizationId: string, memberId: string): void {
  patchLists<Member>(client, membersKey(organizationId), (data) => dropRow(data, memberId));
}

/** What is shown of an organization's members turned out to be old. */
export function refreshMembers(client: QueryClient, organizationId: string): void {
  refreshSoon(client, membersKey(organizationId));
}
