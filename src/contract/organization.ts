import { z } from 'zod';
import { defineEndpoint, id, pageOf, pageQuery, timestamp } from './endpoint.ts';
import { role } from './member.ts';
import { seats } from './seat.ts';

export const organization = z.object({
  id,
  name: z.string(),
  description: z.string(),
  logoUrl: z.string().nullable(),
  createdAt: timestamp,
  /** The caller's role; null for support staff who are not members. */
  role: role.nullable(),
  /** Whether invitees are reminded by mail before their invite expires. */
  reminders: z.boolean(),
  seats,
  openInvites: z.object({
    pending: z.number().int(),
    /** Within 48 hours. */
    expiringSoon: z.number().int(),
    expired: z.number().int(),
    /** Open invites whose mail could not be delivered. */
    failed: z.number().int(),
  }),
});
export type Organization = z.infer<typeof organization>;

const name = z.string().trim().min(1, 'Enter a name.').max(100, 'Use at most 100 characters.');
const description = z.string().trim().max(500, 'Use at most 500 characters.');
const logoUrl = z
  .url({ protocol: /^https$/, error: 'Enter a web address that begins with https://.' })
  .max(2000);

export const organizationSort = z.enum(['name', 'usage', 'pending', 'expiring']);
export type OrganizationSort = z.infer<typeof organizationSort>;
export const organizationFilter = z.enum(['full', 'over', 'expiring', 'failed']);
export type OrganizationFilter = z.infer<typeof organizationFilter>;

const organizationParams = z.object({ organizationId: id });

export const listOrganizations = defineEndpoint({
  name: 'organization.list',
  method: 'GET',
  path: '/api/organizations',
  summary: "The caller's organizations; all of them for support staff",
  access: 'account',
  query: z.strictObject({
    ...pageQuery,
    sort: organizationSort.default('name'),
    filter: organizationFilter.optional(),
  }),
  status: 200,
  answer: pageOf(organization),
});

export const getOrganization = defineEndpoint({
  name: 'organization.get',
  method: 'GET',
  path: '/api/organizations/:organizationId',
  summary: 'One organization',
  access: 'account',
  params: organizationParams,
  status: 200,
  answer: organization,
  problems: ['organization_not_found'],
});

export const createOrganization = defineEndpoint({
  name: 'organization.create',
  method: 'POST',
  path: '/api/organizations',
  summary: 'Create an organization; the caller becomes its owner',
  access: 'account',
  idempotent: true,
  body: z.strictObject({ name, description: description.optional() }),
  status: 201,
  answer: organization,
});

export const editOrganization = defineEndpoint({
  name: 'organization.edit',
  method: 'PATCH',
  path: '/api/organizations/:organizationId',
  summary: 'Edit name, description, logo or reminders',
  access: 'account',
  params: organizationParams,
  body: z.strictObject({
    name: name.optional(),
    description: description.optional(),
    logoUrl: logoUrl.nullable().optional(),
    reminders: z.boolean().optional(),
  }),
  status: 200,
  answer: organization,
  problems: ['organization_not_found', 'forbidden'],
});
