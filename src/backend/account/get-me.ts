import { asc, eq } from 'drizzle-orm';
import type { Membership, User } from '#contract/account/api';
import type { Executor } from '../database/database.ts';
import { members } from '../database/tables/members.ts';
import { organizations } from '../database/tables/organizations.ts';
import { unauthenticated } from '../platform/auth/caller.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { getUser } from '../user/user.ts';
import type { Written } from '#contract/open-enum';

/**
 * The signed-in user with their memberships.
 *
 * @throws Problem `unauthenticated` when the account is gone
 */
export async function getMe(
  { database }: Pick<ServiceContext, 'database'>,
  userId: string,
): Promise<{ user: User; memberships: Written<Membership>[] }> {
  const [user, memberships] = await Promise.all([
    getUser(database.orm, userId),
    findMemberships(database.orm, userId),
  ]);
  if (!user) throw unauthenticated();
  return { user, memberships };
}

/** The organizations of a user, by name. */
async function findMemberships(executor: Executor, userId: string): Promise<Written<Membership>[]> {
  return executor
    .select({ organizationId: organizations.id, organizationName: organizations.name, role: members.role })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .where(eq(members.userId, userId))
    .orderBy(asc(organizations.sortName), asc(organizations.id));
}
