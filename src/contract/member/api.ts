import { z } from 'zod';
import { openEnum } from '../open-enum.ts';
import { defineEndpoint, id, nothing, pageOf, pageQuery, timestamp } from '../endpoint.ts';
import { assignableRoles, memberSorts, roles } from './model.ts';

export const member = z.object({
  id,
  userId: id,
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  role: openEnum(roles),
  joinedAt: timestamp,
  lastActiveAt: timestamp.nullable(),
});
export type Member = z.infer<typeof member>;

const organizationParams = z.object({ organizationId: id });
const memberParams = z.object({ organizationId: id, memberId: id });

export const listMembers = defineEndpoint({
  name: 'member.list',
  method: 'GET',
  path: '/api/organizations/:organizationId/members',
  summary: "List an organization's members",
  access: 'account',
  params: organizationParams,
  query: z.strictObject({
    ...pageQuery,
    role: z.enum(roles).optional(),
    sort: z.enum(memberSorts).default('name'),
  }),
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
  body: z.strictObject({ role: z.enum(assignableRoles) }),
  status: 200,
  answer: member,
  problems: ['organization_not_found', 'forbidden', 'member_not_found', 'owner_is_fixed'],
});

export const removeMember = defineEndpoint({
  name: 'member.remove',
  method: 'DELETE',
  path: '/api/organizations/:organizationId/members/:memberId',
  summary: 'Remove a member, or leave the organization with `me` as the ID',
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
  summary: 'Transfer ownership to another member; the previous owner becomes an admin',
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
