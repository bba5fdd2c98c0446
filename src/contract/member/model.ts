export const roles = ['owner', 'admin', 'agent'] as const;
export type Role = (typeof roles)[number];

/** The roles that can be given to somebody, by an invite or by a role change. */
export const assignableRoles = ['admin', 'agent'] as const;
export type AssignableRole = (typeof assignableRoles)[number];

export const memberSorts = ['name', 'email', 'joined', 'active'] as const;
export type MemberSort = (typeof memberSorts)[number];

/** The whole list as CSV, streamed: the path of a GET. */
export const membersCsvPath = '/api/organizations/:organizationId/members.csv';
