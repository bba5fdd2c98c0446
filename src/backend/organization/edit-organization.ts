import type { z } from 'zod';
import type { editOrganization as endpoint, Organization } from '#contract/organization/api';
import { authorize, organizationNotFound } from '../access/authorize.ts';
import { recordActivity } from '../activity-log/record-activity.ts';
import type { Transaction } from '../database/database.ts';
import { appendEvents } from '../event-log/append-events.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { getOrganization } from './get-organization.ts';
import { findOrganization, updateOrganization } from './organization-repository.ts';

/** @throws Problem `organization_not_found`, `forbidden` */
export async function editOrganization(
  tx: Transaction,
  caller: Caller,
  organizationId: string,
  change: z.output<typeof endpoint.body>,
): Promise<Organization> {
  const { actor } = await authorize(tx, caller, organizationId, 'edit');
  const { name, description, logoUrl, reminders } = change;
  const given = {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(logoUrl === undefined ? {} : { logoUrl }),
    ...(reminders === undefined ? {} : { reminders }),
  };
  if (Object.keys(given).length > 0) {
    await updateOrganization(tx, organizationId, given);
    const row = await findOrganization(tx, organizationId);
    if (!row) throw organizationNotFound();
    await recordActivity(tx, [
      {
        organizationId,
        type: 'organization.updated',
        actor,
        subject: row.name,
        detail: { code: 'fields_changed', params: { fields: Object.keys(given) } },
        at: new Date(),
      },
    ]);
    await appendEvents(tx, [{ type: 'organization.updated', organizationId, data: {} }]);
  }
  return getOrganization(tx, caller, organizationId);
}
