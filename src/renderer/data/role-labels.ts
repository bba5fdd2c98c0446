import { assignableRoles, type AssignableRole, type Role } from '#contract/member/model';
import { labelOf } from '../lib/format/label.ts';

/** The roles as users read them. */
export const roleLabels: Record<Role, string> = { owner: 'Owner', admin: 'Admin', agent: 'Agent' };

/** A role as users read it, also one of a later release. */
export const roleLabel = (role: string): string => labelOf(roleLabels, role);

/** The role as one that can be given to somebody; undefined for the owner's, and for one of a later release. */
export const assignableRole = (role: string): AssignableRole | undefined =>
  assignableRoles.find((known) => known === role);
