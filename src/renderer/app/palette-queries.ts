import { queryOptions } from '@tanstack/react-query';
import { bridge, unwrap } from '../data/bridge.ts';

/** The open invites of an organization whose address matches; the newest ones for an empty search. */
export const foundInvitesOptions = (organizationId: string, search: string) =>
  queryOptions({
    queryKey: ['palette', 'invites', organizationId, search],
    queryFn: async () => {
      const query = { organizationId, status: 'open', ...(search === '' ? {} : { search }) } as const;
      return (await unwrap(bridge.invite.list(query))).items;
    },
    staleTime: 0,
    gcTime: 0,
  });

/** The members of an organization that match. */
export const foundMembersOptions = (organizationId: string, search: string) =>
  queryOptions({
    queryKey: ['palette', 'members', organizationId, search],
    queryFn: async () => (await unwrap(bridge.member.list({ organizationId, search }))).items,
    staleTime: 0,
    gcTime: 0,
  });

/** The organizations that match, by name. */
export const foundOrganizationsOptions = (search: string) =>
  queryOptions({
    queryKey: ['palette', 'organizations', search],
    queryFn: async () => (await unwrap(bridge.organization.list({ search, sort: 'name' }))).items,
    staleTime: 0,
    gcTime: 0,
  });
