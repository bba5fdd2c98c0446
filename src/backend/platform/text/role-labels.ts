import type { Role } from '#contract/member/model';

/** The roles as users see them. */
export const roleLabels: Record<Role, string> = { owner: 'Owner', admin: 'Admin', agent: 'Agent' };
