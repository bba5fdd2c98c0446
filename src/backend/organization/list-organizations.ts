import type { z } from 'zod';
import type { listOrganizations as endpoint, Organization } from '#contract/organization/api';
import type { Page } from '#contract/page';
import type { Executor } from '../database/database.ts';
import type { Identity } from '../platform/auth/caller.ts';
import { findOrganizations } from './organization-list-repository.ts';

/**
 * A page of the organizations that the caller may see. It is read in the same round trip as the session, and dropped when the
 * session has ended.
 *
 * @throws Problem `unauthenticated`; and only then `validation_failed` for a cursor of another list
 */
export async function listOrganizations(
  executor: Executor,
  identity: Identity,
  query: z.output<typeof endpoint.query>,
): Promise<Page<Organization>> {
  const confirming = identity.confirm(executor, undefined);
  const reading = findOrganizations(executor, identity.userId, query);
  reading.catch(() => undefined);
  const { touchSession } = await confirming;
  await touchSession?.();
  return reading;
}
