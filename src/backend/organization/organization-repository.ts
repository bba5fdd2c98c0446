import { and, eq, inArray } from 'drizzle-orm';
import type { Role } from '#contract/member/model';
import type { Organization } from '#contract/organization/api';
import { foldText } from '#contract/text-order';
import { runPrepared, type Executor, type Transaction } from '../database/database.ts';
import { searchWords } from '../database/search.ts';
import { expiresSoon } from '../database/tables/invites.ts';
import { members } from '../database/tables/members.ts';
import { organizationCounters, organizations, justExpiredOfAll } from '../database/tables/organizations.ts';
import { organizationSubscriptions } from '../database/tables/seats.ts';

export type OrganizationRow = typeof organizations.$inferSelect;

export async function findOrganization(
  executor: Executor,
  organizationId: string,
): Promise<OrganizationRow | undefined> {
  const [row] = await executor.select().from(organizations).where(eq(organizations.id, organizationId));
  return row;
}

export async function insertOrganization(
  tx: Transaction,
  organization: { id: string; name: string; description: string; createdAt: Date },
): Promise<void> {
  await tx.insert(organizations).values({ ...organization, ...nameKeys(organization.name) });
  await tx.insert(organizationCounters).values({ organizationId: organization.id, used: 1 });
  await tx.insert(organizationSubscriptions).values({ organizationId: organization.id, maxSeats: null });
}

export async function updateOrganization(
  tx: Transaction,
  organizationId: string,
  change: Partial<Pick<OrganizationRow, 'name' | 'description' | 'logoUrl' | 'reminders'>>,
): Promise<void> {
  await tx
    .update(organizations)
    .set({ ...change, ...(change.name === undefined ? {} : nameKeys(change.name)) })
    .where(eq(organizations.id, organizationId));
}

/** The columns for sorting and searching an organization. */
export function nameKeys(name: string) {
  return { sortName: foldText(name), search: searchWords(name) };
}

/** The numbers of open invites of each organization. */
export async function countOpenInvites(
  executor: Executor,
  organizationIds: string[],
): Promise<Map<string, Organization['openInvites']>> {
  const rows = await runPrepared<Organization['openInvites'] & { id: string }>(
    executor,
    `with ${justExpiredOfAll}
    select t.organization_id as id,
      t.open_invites - t.expired_invites - coalesce(x.just_expired, 0) as pending,
      t.expired_invites + coalesce(x.just_expired, 0) as expired,
      (select count(*)::int from invites i
        where i.organization_id = t.organization_id and ${expiresSoon('i')}) as "expiringSoon",
      (select count(*)::int from invites i
        where i.organization_id = t.organization_id and i.status = 'pending' and i.delivery_failed) as failed
    from organization_tallies t left join just_expired x using (organization_id)
    where t.organization_id = any($1::uuid[]) and t.open_invites > 0`,
    [organizationIds],
  );
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

/** The roles of a user in those of the organizations that they are a member of. */
export async function findRoles(
  executor: Executor,
  userId: string,
  organizationIds: string[],
): Promise<Map<string, Role>> {
  const rows = await executor
    .select({ organizationId: members.organizationId, role: members.role })
    .from(members)
    .where(and(eq(members.userId, userId), inArray(members.organizationId, organizationIds)));
  return new Map(rows.map(({ organizationId, role }) => [organizationId, role]));
}
