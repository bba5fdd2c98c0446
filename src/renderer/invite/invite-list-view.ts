import type { Delivery } from '#contract/invite/api';
import type { InviteFilter, InviteSort } from '#contract/invite/model';
import type { AssignableRole } from '#contract/member/model';
import { usePersistedChoice } from '../lib/persist/persisted-choice.ts';

/** What the list of invites can be filtered by. */
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
  ['email', 'Email'],
] as const satisfies [InviteSort, string][];

/** The filters and the sort order of an organization's invites, which are persisted. */
export function useInviteListView(organizationId: string) {
  const [status, setStatus] = usePersistedChoice(`invites status ${organizationId}`, statusChoices, 'open');
  const [role, setRole] = usePersistedChoice(`invites role ${organizationId}`, roleFilters, 'any');
  const [delivery, setDelivery] = usePersistedChoice(
    `invites delivery ${organizationId}`,
    deliveryFilters,
    'any',
  );
  const [sort, setSort] = usePersistedChoice(`invites sort ${organizationId}`, sorts, 'created');
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
