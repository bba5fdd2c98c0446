import { z } from 'zod';
import { openEnum } from '../open-enum.ts';
import { defineEndpoint, id, pageOf, pageQuery, timestamp } from '../endpoint.ts';
import { roles } from '../member/model.ts';
import { nameOf } from '../name-schema.ts';
import { seats } from '../seat/api.ts';
import { maxDescriptionLength, maxLogoUrlLength, organizationFilters, organizationSorts } from './model.ts';

export const organization = z.object({
  id,
  name: z.string(),
  description: z.string(),
  logoUrl: z.string().nullable(),
  createdAt: timestamp,
  /** The caller's role; null for support staff who are not members. */
  role: openEnum(roles).nullable(),
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

const name = nameOf('organization');
const description = z
  .string()
  .trim()
  .max(maxDescriptionLength, `Use at most ${maxDescriptionLength} characters.`);
const logoUrl = z
  .url({ protocol: /^https$/, error: 'Enter a web address that starts with https://.' })
  .max(maxLogoUrlLength);

const organizationParams = z.object({ organizationId: id });

export const listOrganizations = defineEndpoint({
  name: 'organization.list',
  method: 'GET',
  path: '/api/organizations',
  summary: "List the caller's organizations (support staff: all organizations)",
  access: 'account',
  query: z.strictObject({
    ...pageQuery,
    sort: z.enum(organizationSorts).default('name'),
    filter: z.enum(organizationFilters).optional(),
  }),
  status: 200,
  answer: pageOf(organization),
});

export const getOrganization = defineEndpoint({
  name: 'organization.get',
  method: 'GET',
  path: '/api/organizations/:organizationId',
  summary: 'Get an organization',
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
  summary: "Edit an organization's name, description, logo or reminders",
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
