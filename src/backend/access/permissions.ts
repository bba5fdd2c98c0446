import { roles, type Role } from '#contract/member/model';

/**
 * A permission in an organization.
 *
 * - `see`: the organization itself and its seats
 * - `manage`: list members, invites and activity; invite, resend, revoke; change roles, remove members
 * - `edit`: name, description, logo, reminders
 * - `bill`: set the number of seats
 */
export type Permission = 'see' | 'manage' | 'edit' | 'bill';

const permissionsOfRole: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set(['see', 'manage', 'edit']),
  admin: new Set(['see', 'manage', 'edit']),
  agent: new Set(['see']),
};
const permissionsOfStaff: ReadonlySet<Permission> = new Set(['see', 'manage', 'edit', 'bill']);

/**
 * Whether somebody has a permission, by the table "Who may do what" of the API.
 *
 * @param who `role` is null for somebody who is no member
 */
export function can(who: { role: Role | null; staff: boolean }, permission: Permission): boolean {
  return (
    (who.staff && permissionsOfStaff.has(permission)) ||
    (who.role !== null && permissionsOfRole[who.role].has(permission))
  );
}

/** The roles that have a permission: for statements that select what a member may see. */
export function rolesWith(permission: Permission): Role[] {
  return roles.filter((role) => can({ role, staff: false }, permission));
}
