import type { Member } from '#contract/member/api';
import type { MemberSort, Role } from '#contract/member/model';
import { compareText, foldText } from '#contract/text-order';
import type { ListPredicate } from '../data/paged-list.ts';

/** Which members a list holds, and in which order. */
export interface MemberListFilter {
  role: Role | 'all';
  sort: MemberSort;
  search: string;
}

/** The server's rule for a list of members. */
export function memberListPredicate({ role, sort, search }: MemberListFilter): ListPredicate<Member> {
  return {
    matches(member) {
      if (role !== 'all' && member.role !== role) return false;
      return search === '' ? true : undefined;
    },
    compare: orders[sort],
  };
}

const orders: Record<MemberSort, (a: Member, b: Member) => number> = {
  name: (a, b) => compareText(sortName(a), sortName(b)) || compareText(a.id, b.id),
  email: (a, b) => compareText(a.email, b.email) || compareText(a.id, b.id),
  joined: (a, b) => compareText(b.joinedAt, a.joinedAt) || compareText(b.id, a.id),
  active: (a, b) => compareText(b.lastActiveAt ?? '', a.lastActiveAt ?? '') || compareText(b.id, a.id),
};

function sortName({ firstName, lastName }: Member): string {
  return foldText(`${firstName} ${lastName}`);
}
