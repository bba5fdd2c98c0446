import type { Member, MemberSort, Role } from '#contract/member';
import type { ListRule } from '../bridge/paged-list.ts';

/** Which members a list holds, and in which order. */
export interface MemberListFilter {
  role: Role | 'all';
  sort: MemberSort;
  search: string;
}

/** The server's rule for a list of members. */
export function memberListRule({ role, sort, search }: MemberListFilter): ListRule<Member> {
  return {
    belongs(member) {
      if (role !== 'all' && member.role !== role) return false;
      return search === '' ? true : undefined;
    },
    compare: orders[sort],
  };
}

const orders: Record<MemberSort, (a: Member, b: Member) => number> = {
  name: (a, b) => byText(sortName(a), sortName(b)) || byText(a.id, b.id),
  email: (a, b) => byText(a.email, b.email) || byText(a.id, b.id),
  joined: (a, b) => byText(b.joinedAt, a.joinedAt) || byText(b.id, a.id),
  active: (a, b) => byText(b.lastActiveAt ?? '', a.lastActiveAt ?? '') || byText(b.id, a.id),
};

/** The name as it is sorted: case and accents aside. */
function sortName({ firstName, lastName }: Member): string {
  return `${firstName} ${lastName}`.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
