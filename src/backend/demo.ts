import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { inviteLifetimeMs } from '#contract/invite';
import { recordActivity, type NewActivity } from './activity/activity-service.ts';
import type { Database, Transaction } from './database/database.ts';
import { searchWords } from './database/search.ts';
import { demoOrganizations, demoPassword, demoStaff, type DemoOrganization } from './demo-data.ts';
import { invites, inviteTimeline } from './invite/invite-table.ts';
import { memberKeys } from './member/member-repository.ts';
import { members } from './member/member-table.ts';
import { nameKeys } from './organization/organization-repository.ts';
import { organizationCounters, organizations } from './organization/organization-table.ts';
import { organizationSubscriptions } from './seat/subscription-table.ts';
import { hashPassword } from './session/password.ts';
import { users } from './session/user-table.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const expiringSoonHours = 48;

/** Servers that start at the same time fill in one demo. */
const demoLock = 4_600_004;

/**
 * Fills an empty database with the demo; leaves one that is not empty as it is.
 *
 * @returns whether it was filled in
 */
export async function fillInDemo(database: Database): Promise<boolean> {
  if (!(await isEmpty(database.orm))) return false;
  // Hashed once: the accounts share their password anyhow.
  const passwordHash = await hashPassword(demoPassword);
  return database.orm.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${demoLock})`);
    if (!(await isEmpty(tx))) return false;
    await insertAll(tx, passwordHash, new Date());
    return true;
  });
}

async function isEmpty(executor: Pick<Transaction, 'execute'>): Promise<boolean> {
  const { rows } = await executor.execute<{ empty: boolean }>(
    sql`select not exists (select from ${users}) and not exists (select from ${organizations}) as empty`,
  );
  return rows[0]?.empty ?? false;
}

async function insertAll(tx: Transaction, passwordHash: string, now: Date): Promise<void> {
  const all = demoOrganizations().map((organization) => rowsOf(organization, now));
  await tx.insert(users).values([
    {
      ...demoStaff,
      id: uuidv7(),
      staff: true,
      totpExempt: true,
      passwordHash,
      createdAt: before(now, 800),
    },
    ...all.flatMap((rows) => rows.users.map((user) => ({ ...user, passwordHash }))),
  ]);
  await tx.insert(organizations).values(all.map((rows) => rows.organization));
  await tx.insert(organizationSubscriptions).values(all.map((rows) => rows.subscription));
  await tx.insert(organizationCounters).values(all.map((rows) => rows.counters));
  await tx.insert(members).values(all.flatMap((rows) => rows.members));
  await tx.insert(invites).values(all.flatMap((rows) => rows.invites));
  await tx.insert(inviteTimeline).values(all.flatMap((rows) => rows.timeline));
  await recordActivity(
    tx,
    all.flatMap((rows) => rows.activity),
  );
}

function before(now: Date, days: number): Date {
  return new Date(now.getTime() - days * dayMs);
}

function rowsOf(demo: DemoOrganization, now: Date) {
  const id = uuidv7();
  const people = demo.members.map((person) => {
    const { email, firstName, lastName } = person;
    return {
      person,
      user: { id: uuidv7(), email, firstName, lastName, createdAt: before(now, person.joinedDaysAgo) },
    };
  });
  const owner = people[0]?.user;
  if (!owner) throw new Error(`${demo.name} has no owner`);
  const actor = { userId: owner.id, name: `${owner.firstName} ${owner.lastName}`, staff: false };

  const inviteRows = demo.invites.map(({ email, role, expiresInHours, delivery }) => {
    const expiresAt = new Date(now.getTime() + expiresInHours * hourMs);
    const createdAt = new Date(expiresAt.getTime() - inviteLifetimeMs);
    return {
      id: uuidv7(),
      organizationId: id,
      email,
      role,
      createdAt,
      expiresAt,
      lastSentAt: createdAt,
      invitedBy: owner.id,
      deliveryStatus: delivery,
      deliveryAttempts: 1,
      deliveryError: delivery === 'failed' ? '550 5.1.1 Mailbox does not exist' : null,
      expiryAnnounced: expiresAt <= now,
      // The demo's mailbox begins empty.
      reminded: true,
      search: searchWords(email),
    };
  });
  const pending = inviteRows.filter(({ expiresAt }) => expiresAt > now);
  const used = people.length + pending.length;

  const activity: NewActivity[] = [
    {
      organizationId: id,
      type: 'organization.created',
      actor,
      subject: demo.name,
      at: before(now, demo.createdDaysAgo),
    },
    ...people.slice(1).map(({ user }): NewActivity => ({
      organizationId: id,
      type: 'member.joined',
      actor: { userId: user.id, name: `${user.firstName} ${user.lastName}`, staff: false },
      subject: user.email,
      at: user.createdAt,
    })),
    ...inviteRows.map(({ email, role, createdAt }): NewActivity => ({
      organizationId: id,
      type: 'invite.created',
      actor,
      subject: email,
      detail: role,
      at: createdAt,
    })),
  ];
  return {
    users: people.map(({ user }) => user),
    organization: {
      id,
      name: demo.name,
      description: demo.description,
      createdAt: before(now, demo.createdDaysAgo),
      ...nameKeys(demo.name),
    },
    subscription: { organizationId: id, maxSeats: demo.maxSeats },
    counters: {
      organizationId: id,
      maxSeats: demo.maxSeats,
      used,
      usage: demo.maxSeats === null ? 0 : used / demo.maxSeats,
      pending: pending.length,
      expiringSoon: pending.filter(
        ({ expiresAt }) => expiresAt.getTime() - now.getTime() <= expiringSoonHours * hourMs,
      ).length,
      failed: inviteRows.filter(({ deliveryStatus }) => deliveryStatus === 'failed').length,
    },
    members: people.map(({ person, user }) => ({
      id: uuidv7(),
      organizationId: id,
      userId: user.id,
      role: person.role,
      joinedAt: user.createdAt,
      lastActiveAt:
        person.activeHoursAgo === null ? null : new Date(now.getTime() - person.activeHoursAgo * hourMs),
      ...memberKeys(user),
    })),
    invites: inviteRows,
    timeline: inviteRows.flatMap(({ id: inviteId, createdAt: at, deliveryStatus, deliveryError }) => [
      { inviteId, at, event: 'created', detail: `by ${actor.name}` },
      { inviteId, at, event: 'queued' },
      { inviteId, at, event: deliveryStatus, detail: deliveryError },
    ]),
    activity,
  };
}
