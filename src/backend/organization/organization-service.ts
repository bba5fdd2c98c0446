import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Page } from '#contract/endpoint';
import type { Role } from '#contract/member';
import type { editOrganization, listOrganizations, Organization } from '#contract/organization';
import type { Seats } from '#contract/seat';
import { recordActivity, recordOpening } from '../activity/activity-service.ts';
import { answers } from '../database/answers.ts';
import type { Executor, Transaction } from '../database/database.ts';
import { toPage } from '../database/page.ts';
import { isUuid } from '../database/uuid.ts';
import type { Caller } from '../http/caller.ts';
import { appendEvents } from '../live/event-service.ts';
import { addMember } from '../member/membership-service.ts';
import { findAccount } from '../session/account-service.ts';
import { readSeatsOfMany } from '../seat/seat-service.ts';
import { organizationNotFound, requireAccess } from './organization-access-service.ts';
import {
  countOpenInvites,
  findOrganization,
  findOrganizations,
  findRoles,
  insertOrganization,
  updateOrganization,
  type OrganizationRow,
} from './organization-repository.ts';

const noOpenInvites: Organization['openInvites'] = { pending: 0, expiringSoon: 0, expired: 0, failed: 0 };

/** @throws Problem `validation_failed` for a cursor of another list */
export async function findVisibleOrganizations(
  executor: Executor,
  caller: Caller,
  query: z.output<typeof listOrganizations.query>,
): Promise<Page<Organization>> {
  const { rows, total, capped } = await findOrganizations(
    executor,
    caller.staff ? null : caller.userId,
    query,
  );
  const people = await countPeople(
    executor,
    caller,
    rows.map(({ id }) => id),
  );
  return toPage(rows, query.limit, total, {
    order: query.sort,
    keyOf: ({ key }) => key,
    toItem: ({ organization }) => toOrganization(organization, people),
    capped,
  });
}

/**
 * One organization. That support staff opened a customer's is written into its activity.
 *
 * @throws Problem `organization_not_found`
 */
export async function readOrganization(
  executor: Executor,
  caller: Caller,
  organizationId: string,
): Promise<Organization> {
  if (!isUuid(organizationId)) throw organizationNotFound();
  const [{ actor }, row, people] = await answers(
    requireAccess(executor, caller, organizationId, 'see'),
    findOrganization(executor, organizationId),
    countPeople(executor, caller, [organizationId]),
  );
  if (!row) throw organizationNotFound();
  if (actor.staff) await recordOpening(executor, organizationId, actor);
  return toOrganization(row, people);
}

/** Creates an organization whose owner is the caller. How many seats it has is support staff's to set: at first, no limit. */
export async function foundOrganization(
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
  const user = await findAccount(tx, caller.userId);
  const member = user && (await addMember(tx, { organizationId: id, user, role: 'owner', now }));
  if (!member) throw new Error('a new organization has no owner');
  await appendEvents(tx, [{ type: 'member.joined', organizationId: id, data: { member } }]);
  return readOrganization(tx, caller, id);
}

type Change = z.output<typeof editOrganization.body>;

/** @throws Problem `organization_not_found`, `forbidden` */
export async function changeOrganization(
  tx: Transaction,
  caller: Caller,
  organizationId: string,
  change: Change,
): Promise<Organization> {
  const { actor } = await requireAccess(tx, caller, organizationId, 'edit');
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
    await recordActivity(tx, [
      {
        organizationId,
        type: 'organization.updated',
        actor,
        subject: row?.name ?? '',
        detail: Object.keys(given).join(', '),
        at: new Date(),
      },
    ]);
    await appendEvents(tx, [{ type: 'organization.updated', organizationId, data: {} }]);
  }
  return readOrganization(tx, caller, organizationId);
}

interface People {
  seats: Map<string, Seats>;
  openInvites: Map<string, Organization['openInvites']>;
  /** What the caller is in them. */
  roles: Map<string, Role>;
}

async function countPeople(executor: Executor, caller: Caller, organizationIds: string[]): Promise<People> {
  const [seats, openInvites, roles] = await answers(
    readSeatsOfMany(executor, organizationIds),
    countOpenInvites(executor, organizationIds),
    findRoles(executor, caller.userId, organizationIds),
  );
  return { seats, openInvites, roles };
}

function toOrganization(row: OrganizationRow, { seats, openInvites, roles }: People): Organization {
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
