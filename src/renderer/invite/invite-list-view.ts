import type { Delivery, InviteFilter, InviteSort } from '#contract/invite';
import type { AssignableRole } from '#contract/member';
import { useRemembered } from '../ui/remembered.ts';

/** What the list of invites can be narrowed to. */
export const statusChoices = [
  ['open', 'All open'],
  ['pending', 'Pending'],
  ['expired', 'Expired'],
  ['accepted', 'Accepted'],
  ['declined', 'Declined'],
  ['revoked', 'Revoked'],
  ['all', 'All invites'],
] as const satisfies [InviteFilter, string][];

export const roleFilters = [
  ['any', 'Any role'],
  ['admin', 'Admins'],
  ['agent', 'Agents'],
] as const satisfies [AssignableRole | 'any', string][];

export const deliveryFilters = [
  ['any', 'Any delivery'],
  ['sent', 'Sent'],
  ['queued', 'Queued'],
  ['failed', 'Failed'],
] as const satisfies [Delivery['status'] | 'any', string][];

const sorts = [
  ['created', 'Newest first'],
  ['expires', 'Expires next'],
  ['email', 'E-mail'],
] as const satisfies [InviteSort, string][];

/** How an organization's invites are narrowed and sorted, as it was left. */
export function useInviteListView(organizationId: string) {
  const [status, setStatus] = useRemembered(`invites status ${organizationId}`, statusChoices, 'open');
  const [role, setRole] = useRemembered(`invites role ${organizationId}`, roleFilters, 'any');
  const [delivery, setDelivery] = useRemembered(`invites delivery ${organizationId}`, deliveryFilters, 'any');
  const [sort, setSort] = useRemembered(`invites sort ${organizationId}`, sorts, 'created');
  return {
    status,
    setStatus,
    role,
    setRole,
    delivery,
    setDelivery,
    sort,
    setSort,
    isNarrowed: role !== 'any' || delivery !== 'any',
    filter: {
      sort,
      role: role === 'any' ? undefined : role,
      delivery: delivery === 'any' ? undefined : delivery,
    },
  };
}
