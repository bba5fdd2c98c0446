import type { AssignableRole } from '#contract/member';

/** What a role lets its holder do, in the manual's words. */
export const roleRights: Record<AssignableRole, string> = {
  admin: 'Manages members, tickets and settings',
  agent: 'Views and answers tickets',
};
