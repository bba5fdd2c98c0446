import { v7 as uuidv7 } from 'uuid';
import type { Organization } from '#contract/organization/api';
import { recordActivity } from '../activity-log/record-activity.ts';
import type { Transaction } from '../database/database.ts';
import { appendEvents } from '../event-log/append-events.ts';
import { addMember } from '../member/add-member.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { getUser } from '../user/user.ts';
import { getOrganization } from './get-organization.ts';
import { insertOrganization } from './organization-repository.ts';

/** Creates an organization whose owner is the caller. It has no seat limit until staff set one. */
export async function createOrganization(
  tx: Transaction,
  caller: Caller,
  { name, description = '' }: { name: string; description?: string | undefined },
): Promise<Organization> {
  const id = uuidv7();
  const now = new Date();
  await insertOrganization(tx, { id, name, description, createdAt: now });
  const actor = { userId: caller.userId, name: caller.name, staff: false };
  await recordActivity(tx, [
    { organizationId: id, type: 'organization.created', actor, subject: name, at: now },
  ]);
  const user = await getUser(tx, caller.userId);
  const member = user && (await addMember(tx, { organizationId: id, user, role: 'owner', now }));
  if (!member) throw new Error('a new organization has no owner');
  await appendEvents(tx, [{ type: 'member.joined', organizationId: id, data: { member } }]);
  return getOrganization(tx, caller, id);
}
