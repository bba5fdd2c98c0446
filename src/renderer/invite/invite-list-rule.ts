import type { Invite } from '#contract/invite';
import type { ListRule } from '../bridge/paged-list.ts';

/** Which open invites a list holds, and in which order. */
export interface InviteListFilter {
  status: 'pending' | 'expired';
  /** `created`: newest first. `expires`: the one that expires next first. */
  sort: 'created' | 'expires';
  search: string;
}

/** The server's rule for a list of invites. */
export function inviteListRule({ status, sort, search }: InviteListFilter): ListRule<Invite> {
  return {
    belongs(invite) {
      if (invite.status !== status) return false;
      return search === '' ? true : undefined;
    },
    compare: sort === 'created' ? newestFirst : expiresFirst,
  };
}

function newestFirst(a: Invite, b: Invite): number {
  return byText(b.createdAt, a.createdAt) || byText(b.id, a.id);
}

function expiresFirst(a: Invite, b: Invite): number {
  return byText(a.expiresAt, b.expiresAt) || byText(a.id, b.id);
}

// Times of one form and UUIDs: their texts are ordered as they are.
function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
