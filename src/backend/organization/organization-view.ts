import type { Role } from '#contract/member/model';
import type { Organization } from '#contract/organization/api';
import type { Seats } from '#contract/seat/api';
import type { Executor } from '../database/database.ts';
import { inOrder } from '../database/in-order.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { readSeatsOfMany } from '../seat/read-seats.ts';
import { countOpenInvites, findRoles, type OrganizationRow } from './organization-repository.ts';

const noOpenInvites: Organization['openInvites'] = { pending: 0, expiringSoon: 0, expired: 0, failed: 0 };

/** What is shown of organizations beside their own rows, by organization id. */
interface OrganizationCounts {
  seats: Map<string, Seats>;
  openInvites: Map<string, Organization['openInvites']>;
  /** The caller's roles. */
  roles: Map<string, Role>;
}

export async function readCounts(
  executor: Executor,
  caller: Caller,
  organizationIds: string[],
): Promise<OrganizationCounts> {
  const [seats, openInvites, roles] = await inOrder(
    readSeatsOfMany(executor, organizationIds),
    countOpenInvites(executor, organizationIds),
    findRoles(executor, caller.userId, organizationIds),
  );
  return { seats, openInvites, roles };
}

/** The wire form of an organization. */
export function toOrganization(
  row: OrganizationRow,
  { seats, openInvites, roles }: OrganizationCounts,
): Organization {
  const seatsOfRow = seats.get(row.id);
  if (!seatsOfRow) throw new Error(`organization ${row.id} has no subscription`);
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    logoUrl: row.logoUrl,
    createdAt: row.createdAt.toISOString(),
    role: roles.get(row.id) ?? null,
    reminders: row.reminders,
    seats: seatsOfRow,
    openInvites: openInvites.get(row.id) ?? noOpenInvites,
  };
}
