import type { Role } from '#contract/member';

/**
 * What can be done in an organization.
 *
 * - `see`: the organization itself and its seats
 * - `manage`: list members, invites and activity; invite, resend, revoke; change roles, remove members
 * - `edit`: name, description, logo, reminders
 * - `bill`: set the number of seats
 */
export type Right = 'see' | 'manage' | 'edit' | 'bill';

const rightsOfRole: Record<Role, ReadonlySet<Right>> = {
  owner: new Set(['see', 'manage', 'edit']),
  admin: new Set(['see', 'manage', 'edit']),
  agent: new Set(['see']),
};
const rightsOfStaff: ReadonlySet<Right> = new Set(['see', 'manage', 'edit', 'bill']);

/**
 * Whether somebody may, by the table "Who may do what" of the API.
 *
 * @param who `role` null: not a member
 */
export function isAllowed(who: { role: Role | null; staff: boolean }, right: Right): boolean {
  return (who.staff && rightsOfStaff.has(right)) || (who.role !== null && rightsOfRole[who.role].has(right));
}
