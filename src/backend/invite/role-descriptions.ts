import type { AssignableRole } from '#contract/member/model';

/** What a role allows, as a sentence to the person who gets it; the manual's words. */
export const roleDescriptions: Record<AssignableRole, string> = {
  admin: 'You can manage members, tickets and settings',
  agent: 'You can view and answer tickets',
};
