import type { AssignableRole } from '#contract/member';

/** A role as people read it, and what it lets them do. */
export const roleWords: Record<AssignableRole, { name: string; may: string }> = {
  admin: { name: 'Admin', may: 'Manages members, tickets and settings' },
  agent: { name: 'Agent', may: 'Views and answers tickets' },
};
