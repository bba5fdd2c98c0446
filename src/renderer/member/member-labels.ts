import type { Member } from '#contract/member/api';
import { personName } from '../data/person-name.ts';

/** A member's first and last name. */
export function memberName(member: Member): string {
  return personName(member);
}
