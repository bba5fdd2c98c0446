import type { Member, Role } from '#contract/member';

export const roleWords: Record<Role, string> = { owner: 'Owner', admin: 'Admin', agent: 'Agent' };

/** A member's whole name. */
export function memberName({ firstName, lastName }: Member): string {
  return `${firstName} ${lastName}`.trim();
}
