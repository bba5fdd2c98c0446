import { z } from 'zod';
import { getOrganization, listOrganizations } from '#contract/organization';
import { listInput, organizationInput, pageLimit } from './channel-input.ts';
import { openExternalLink } from './external-link.ts';
import type { Handle } from './handle.ts';
import { serverOf } from './session.ts';
import type { Session } from './session.ts';

export function registerOrganization(handle: Handle, session: Session): void {
  handle('organization.list', z.strictObject(listInput.omit({ organizationId: true }).shape), (query) =>
    session.call(listOrganizations, { query: { ...query, limit: pageLimit(query.cursor) } }),
  );

  handle('organization.get', organizationInput, (params) => session.call(getOrganization, { params }));

  handle('organization.openBilling', organizationInput, async ({ organizationId }) => {
    const server = serverOf(session);
    await openExternalLink(`${server}/organizations/${organizationId}/billing`, server);
    return null;
  });
}
