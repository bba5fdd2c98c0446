import type { Executor } from '../database/database.ts';
import { Problem } from '../platform/errors/problem.ts';
import { findInvite, type FoundInvite } from './invite-repository.ts';

export interface InviteId {
  organizationId: string;
  inviteId: string;
}

/** @throws Problem `invite_not_found` */
export async function requireInvite(
  executor: Executor,
  organizationId: string,
  inviteId: string,
): Promise<FoundInvite> {
  const row = await findInvite(executor, organizationId, inviteId);
  if (!row) throw new Problem('invite_not_found', "This invite can't be found in this organization.");
  return row;
}
