import type { Organization } from '#contract/organization/api';
import { authorize, organizationNotFound } from '../access/authorize.ts';
import type { Executor } from '../database/database.ts';
import { inOrder } from '../database/in-order.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { findOrganization } from './organization-repository.ts';
import { readCounts, toOrganization } from './organization-view.ts';

/**
 * One organization.
 *
 * @throws Problem `organization_not_found`
 */
export async function getOrganization(
  executor: Executor,
  caller: Caller,
  organizationId: string,
): Promise<Organization> {
  await authorize(executor, caller, organizationId, 'see');
  const [row, counts] = await inOrder(
    findOrganization(executor, organizationId),
    readCounts(executor, caller, [organizationId]),
  );
  if (!row) throw organizationNotFound();
  return toOrganization(row, counts);
}
