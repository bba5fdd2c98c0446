import { and, asc, desc, eq, gt, inArray, sql, type SQL } from 'drizzle-orm';
import type { z } from 'zod';
import { expiringSoonMs } from '#contract/invite';
import type { Role } from '#contract/member';
import type { listOrganizations, Organization } from '#contract/organization';
import { runPrepared, type Executor, type Transaction } from '../database/database.ts';
import { countOf, decodeCursor } from '../database/page.ts';
import { foldForSearch, matchesSearch, searchWords } from '../database/search.ts';
import type { Standing } from '../http/caller.ts';
import { memberIsStale, members } from '../member/member-table.ts';
import { organizationSubscriptions } from '../seat/subscription-table.ts';
import { organizationCounters, organizations } from './organization-table.ts';
import { justExpired } from './organization-tally-table.ts';

export type OrganizationRow = typeof organizations.$inferSelect;

/** What the user is in an organization; undefined when there is no such organization. */
export async function findStanding(
  executor: Executor,
  organizationId: string,
  userId: string,
): Promise<Standing | undefined> {
  const [row] = await runPrepared<Standing>(
    executor,
    `select m.role, m.id as "memberId",
      ${memberIsStale} as stale
    from organizations o left join members m on m.organization_id = o.id and m.user_id = $2
    where o.id = $1`,
    [organizationId, userId],
  );
  return row;
}

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

/** What an organization is sorted and searched by. */
export function nameKeys(name: string) {
  return { sortName: foldForSearch(name), search: searchWords(name) };
}

/** How many invites are open, and how they stand, for each of the organizations. */
export async function countOpenInvites(
  executor: Executor,
  organizationIds: string[],
): Promise<Map<string, Organization['openInvites']>> {
  const rows = await runPrepared<Organization['openInvites'] & { id: string }>(
    executor,
    `select t.organization_id as id,
      t.open_invites - t.expired_invites - just.expired as pending,
      t.expired_invites + just.expired as expired,
      (select count(*)::int from invites i
        where i.organization_id = t.organization_id and i.status = 'pending'
          and i.expires_at > now() and i.expires_at <= now() + make_interval(secs => $2)) as "expiringSoon",
      (select count(*)::int from invites i
        where i.organization_id = t.organization_id and i.status = 'pending' and i.delivery_failed) as failed
    from organization_tallies t cross join lateral (select ${justExpired} as expired) as just
    where t.organization_id = any($1::uuid[]) and t.open_invites > 0`,
    [organizationIds, expiringSoonMs / 1000],
  );
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

type Query = z.output<typeof listOrganizations.query>;

/** How each sort reads its key, and which way it goes; the worst first where there is a worst. */
const sorts = {
  name: { key: sql`${organizations.sortName}`, kind: 'text', cast: sql`text`, descending: false },
  usage: {
    key: sql`${organizationCounters.usage}`,
    kind: 'number',
    cast: sql`double precision`,
    descending: true,
  },
  pending: {
    key: sql`${organizationCounters.pending}`,
    kind: 'number',
    cast: sql`integer`,
    descending: true,
  },
  expiring: {
    key: sql`${organizationCounters.expiringSoon}`,
    kind: 'number',
    cast: sql`integer`,
    descending: true,
  },
} as const;

const filters: Record<NonNullable<Query['filter']>, SQL> = {
  full: sql`${organizationCounters.used} >= ${organizationCounters.maxSeats}`,
  over: sql`${organizationCounters.used} > ${organizationCounters.maxSeats}`,
  expiring: gt(organizationCounters.expiringSoon, 0),
  failed: gt(organizationCounters.failed, 0),
};

/**
 * A page of the organizations that the user sees, one row more than asked for.
 *
 * @param userId null: all organizations
 */
export async function findOrganizations(executor: Executor, userId: string | null, query: Query) {
  const { key, kind, cast, descending } = sorts[query.sort];
  const cursor = decodeCursor(query.sort, kind, query.cursor);
  const search = matchesSearch(organizations.search, query.search);
  const matching = and(
    userId === null
      ? undefined
      : inArray(
          organizations.id,
          executor.select({ id: members.organizationId }).from(members).where(eq(members.userId, userId)),
        ),
    search,
    query.filter && filters[query.filter],
  );
  const after =
    cursor &&
    sql`(${key}, ${organizations.id}) ${descending ? sql`<` : sql`>`} (${cursor.key}::${cast}, ${cursor.id}::uuid)`;
  const direction = descending ? desc : asc;
  const [rows, counted] = await Promise.all([
    executor
      .select({ id: organizations.id, organization: organizations, key: sql<string | number>`${key}` })
      .from(organizations)
      .innerJoin(organizationCounters, eq(organizationCounters.organizationId, organizations.id))
      .where(and(matching, after))
      .orderBy(direction(key), direction(organizations.id))
      .limit(query.limit + 1),
    executor.execute<{ total: number }>(
      countOf(
        sql`from ${organizations} join ${organizationCounters}
          on ${organizationCounters.organizationId} = ${organizations.id} where ${matching ?? sql`true`}`,
        search !== undefined,
      ),
    ),
  ]);
  return { rows, total: counted.rows[0]?.total ?? 0, capped: search !== undefined };
}

/** The roles of a user in the organizations among these that they are a member of. */
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
