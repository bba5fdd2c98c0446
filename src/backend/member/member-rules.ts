import type { Role } from '#contract/member/model';
import type { ProblemCode } from '#contract/problem';

/** The owner can be neither removed nor demoted: ownership is transferred instead. */
export function refuseChange(member: { role: Role }): Extract<ProblemCode, 'owner_is_fixed'> | undefined {
  return member.role === 'owner' ? 'owner_is_fixed' : undefined;
}
