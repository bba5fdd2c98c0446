import { z } from 'zod';
import {
  createOrganization,
  editOrganization,
  getOrganization,
  listOrganizations,
  organizationFilter,
  organizationSort,
} from '#contract/organization';
import { listInput, organizationInput, pageLimit } from './channel-input.ts';
import { openExternalLink } from './external-link.ts';
import type { Handle } from './handle.ts';
import { serverOf } from './session.ts';
import type { Session } from './session.ts';

// What was typed is the server's to judge: it says what is wrong with it, at the field.
const name = z.string().max(10_000);
const description = name.optional();

export function registerOrganization(handle: Handle, session: Session): void {
  handle(
    'organization.list',
    listInput
      .omit({ organizationId: true })
      .extend({ sort: organizationSort.optional(), filter: organizationFilter.optional() }),
    (query) => session.call(listOrganizations, { query: { ...query, limit: pageLimit(query.cursor) } }),
  );

  handle('organization.get', organizationInput, (params) => session.call(getOrganization, { params }));

  handle('organization.create', z.strictObject({ name, description }), (body) =>
    session.call(createOrganization, { body }),
  );

  handle(
    'organization.edit',
    organizationInput.extend({
      name: name.optional(),
      description,
      logoUrl: z.string().max(10_000).nullable().optional(),
      reminders: z.boolean().optional(),
    }),
    ({ organizationId, ...body }) => session.call(editOrganization, { params: { organizationId }, body }),
  );

  handle('organization.openBilling', organizationInput, async ({ organizationId }) => {
    const server = serverOf(session);
    await openExternalLink(`${server}/organizations/${organizationId}/billing`, server);
    return null;
  });
}
