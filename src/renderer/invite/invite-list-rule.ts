import type { Delivery, Invite, InviteFilter, InviteSort } from '#contract/invite';
import type { AssignableRole } from '#contract/member';
import type { ListRule } from '../bridge/paged-list.ts';

/** Which invites a list holds, and in which order. */
export interface InviteListFilter {
  status: InviteFilter;
  /** Any role, any delivery, where none is given. */
  role?: AssignableRole | undefined;
  delivery?: Delivery['status'] | undefined;
  /** `created`: newest first. `expires`: the one that expires next first. */
  sort: InviteSort;
  search: string;
}

/** The server's rule for a list of invites. */
export function inviteListRule({ status, role, delivery, sort, search }: InviteListFilter): ListRule<Invite> {
  return {
    belongs(invite) {
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

const orders: Record<InviteSort, (a: Invite, b: Invite) => number> = {
  created: (a, b) => byText(b.createdAt, a.createdAt) || byText(b.id, a.id),
  expires: (a, b) => byText(a.expiresAt, b.expiresAt) || byText(a.id, b.id),
  email: (a, b) => byText(a.email, b.email) || byText(a.id, b.id),
};

// Times of one form, normal addresses and UUIDs: their texts are ordered as they are.
function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
