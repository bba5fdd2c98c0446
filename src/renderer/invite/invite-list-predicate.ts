import type { Delivery, Invite } from '#contract/invite/api';
import type { InviteFilter, InviteSort } from '#contract/invite/model';
import type { AssignableRole } from '#contract/member/model';
import { compareText } from '#contract/text-order';
import type { ListPredicate } from '../data/paged-list.ts';

/** Which invites a list holds, and in which order. */
export interface InviteListFilter {
  status: InviteFilter;
  /** undefined: any role, any delivery. */
  role?: AssignableRole | undefined;
  delivery?: Delivery['status'] | undefined;
  /** `created`: newest first. `expires`: the one that expires next first. */
  sort: InviteSort;
  search: string;
}

/** The server's rule for a list of invites. */
export function inviteListPredicate({
  status,
  role,
  delivery,
  sort,
  search,
}: InviteListFilter): ListPredicate<Invite> {
  return {
    matches(invite) {
      if (!hasStatus(invite, status)) return false;
      if (role !== undefined && invite.role !== role) return false;
      if (delivery !== undefined && invite.delivery.status !== delivery) return false;
      return search === '' ? true : undefined;
    },
    compare: orders[sort],
  };
}

/** Whether it can still be resent or revoked. */
export function isOpen({ status }: Pick<Invite, 'status'>): boolean {
  return status === 'pending' || status === 'expired';
}

function hasStatus(invite: Invite, status: InviteFilter): boolean {
  if (status === 'all') return true;
  return status === 'open' ? isOpen(invite) : invite.status === status;
}

// Times in one format and UUIDs sort as text.
const orders: Record<InviteSort, (a: Invite, b: Invite) => number> = {
  created: (a, b) => compareText(b.createdAt, a.createdAt) || compareText(b.id, a.id),
  expires: (a, b) => compareText(a.expiresAt, b.expiresAt) || compareText(a.id, b.id),
  email: (a, b) => compareText(a.email, b.email) || compareText(a.id, b.id),
};
