import type { Role } from '#contract/member';

/** The roles as people read them. */
export const roleNames: Record<Role, string> = { owner: 'Owner', admin: 'Admin', agent: 'Agent' };
