import { z } from 'zod';
import { defineEndpoint, id, nothing, pageOf, pageQuery, timestamp } from './endpoint.ts';

export const role = z.enum(['owner', 'admin', 'agent']);
export type Role = z.infer<typeof role>;

/** The roles that can be given to somebody. */
export const assignableRole = z.enum(['admin', 'agent']);
export type AssignableRole = z.infer<typeof assignableRole>;

export const member = z.object({
  id,
  userId: id,
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  role,
  joinedAt: timestamp,
  lastActiveAt: timestamp.nullable(),
});
export type Member = z.infer<typeof member>;

export const memberSort = z.enum(['name', 'email', 'joined', 'active']);
export type MemberSort = z.infer<typeof memberSort>;

const organizationParams = z.object({ organizationId: id });
const memberParams = z.object({ organizationId: id, memberId: id });

export const listMembers = defineEndpoint({
  name: 'member.list',
  method: 'GET',
  path: '/api/organizations/:organizationId/members',
  summary: 'Members of an organization',
  access: 'account',
  params: organizationParams,
  query: z.strictObject({ ...pageQuery, role: role.optional(), sort: memberSort.default('name') }),
  status: 200,
  answer: pageOf(member),
  problems: ['organization_not_found', 'forbidden'],
});

export const changeMemberRole = defineEndpoint({
  name: 'member.changeRole',
  method: 'PATCH',
  path: '/api/organizations/:organizationId/members/:memberId',
  summary: "Change a member's role",
  access: 'account',
  params: memberParams,
  body: z.strictObject({ role: assignableRole }),
  status: 200,
  answer: member,
  problems: ['organization_not_found', 'forbidden', 'member_not_found', 'owner_is_fixed'],
});

export const removeMember = defineEndpoint({
  name: 'member.remove',
  method: 'DELETE',
  path: '/api/organizations/:organizationId/members/:memberId',
  summary: 'Remove a member; `me` in place of the id leaves the organization',
  access: 'account',
  params: memberParams,
  query: z.strictObject({ invites: z.enum(['keep', 'revoke']).default('keep') }),
  status: 204,
  answer: nothing,
  problems: ['organization_not_found', 'forbidden', 'member_not_found', 'owner_is_fixed'],
});

export const transferOwnership = defineEndpoint({
  name: 'member.transferOwnership',
  method: 'POST',
  path: '/api/organizations/:organizationId/ownership',
  summary: 'Make another member the owner; the old one becomes an admin',
  access: 'person',
  params: organizationParams,
  body: z.strictObject({ memberId: id, password: z.string().min(1).max(1000) }),
  status: 200,
  answer: member,
  problems: [
    'organization_not_found',
    'forbidden',
    'member_not_found',
    'invalid_credentials',
    'owner_is_fixed',
  ],
});

/** The whole list as CSV, streamed: the path of a GET. */
export const membersCsvPath = '/api/organizations/:organizationId/members.csv';
