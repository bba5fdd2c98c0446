import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { expiringSoonMs, inviteLifetimeMs } from '#contract/invite/model';
import { activityRow, type NewActivity } from '../activity-log/record-activity.ts';
import type { Database, Transaction } from '../database/database.ts';
import { insertMany } from '../database/insert-many.ts';
import { wordsToFind } from '../database/search.ts';
import { activity } from '../database/tables/activity.ts';
import { invites, inviteTimeline } from '../database/tables/invites.ts';
import { members } from '../database/tables/members.ts';
import { organizationCounters, organizations } from '../database/tables/organizations.ts';
import { seatHistory, organizationSubscriptions } from '../database/tables/seats.ts';
import { users } from '../database/tables/users.ts';
import { memberKeys } from '../member/member-repository.ts';
import { nameKeys } from '../organization/organization-repository.ts';
import { hashPassword } from '../platform/crypto/password.ts';
import { demoOrganizations, demoPassword, demoStaff, type DemoOrganization } from './demo-data.ts';
import { largeDemoOrganizations } from './large-demo-data.ts';
import { mailRefused, timelineRow } from '../invite/invite-timeline.ts';
import type { NewTimelineEntry } from '../invite/invite-timeline.ts';
import { lockKeys } from '../database/tables/advisory-locks.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How many organizations are written together. */
const organizationsAtOnce = 1_000;

export type DemoSize = 'small' | 'large';

/**
 * Fills an empty database with the demo; a database with data stays as it is.
 *
 * @returns whether it was filled in
 */
export async function fillInDemo(database: Database, size: DemoSize): Promise<boolean> {
  if (!(await isEmpty(database.orm))) return false;
  // Hashed once, because all accounts have the same password.
  const passwordHash = await hashPassword(demoPassword);
  const filled = await database.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${lockKeys.demo})`);
    if (!(await isEmpty(tx))) return false;
    await insertStaff(tx, passwordHash);
    await insertOrganizations(tx, demoOrganizations(), passwordHash);
    if (size === 'large') await insertOrganizations(tx, largeDemoOrganizations(), passwordHash);
    return true;
  });
  // Otherwise the first pages are read before the database has statistics.
  if (filled && size === 'large') await database.orm.execute(sql`vacuum analyze`);
  return filled;
}

async function isEmpty(executor: Pick<Transaction, 'execute'>): Promise<boolean> {
  const { rows } = await executor.execute<{ empty: boolean }>(
    sql`select not exists (select from ${users}) and not exists (select from ${organizations}) as empty`,
  );
  return rows[0]?.empty ?? false;
}

async function insertStaff(tx: Transaction, passwordHash: string): Promise<void> {
  const createdAt = before(new Date(), 800);
  await tx.insert(users).values({
    ...demoStaff,
    id: uuidv7(),
    staff: true,
    totpExempt: true,
    demo: true,
    passwordHash,
    createdAt,
  });
}

async function insertOrganizations(
  tx: Transaction,
  all: Iterable<DemoOrganization>,
  passwordHash: string,
): Promise<void> {
  const now = new Date();
  let some: ReturnType<typeof rowsOf>[] = [];
  const write = async () => {
    const rows = some;
    some = [];
    await insertMany(
      tx,
      users,
      rows.flatMap((each) => each.users.map((user) => ({ ...user, demo: true, passwordHash }))),
    );
    await insertMany(
      tx,
      organizations,
      rows.map(({ organization }) => organization),
    );
    await insertMany(
      tx,
      organizationSubscriptions,
      rows.map(({ subscription }) => subscription),
    );
    await insertMany(
      tx,
      organizationCounters,
      rows.map(({ counters }) => counters),
    );
    await insertMany(
      tx,
      seatHistory,
      rows.flatMap(({ history }) => history),
    );
    await insertMany(
      tx,
      members,
      rows.flatMap((each) => each.members),
    );
    await insertMany(
      tx,
      invites,
      rows.flatMap((each) => each.invites),
    );
    await insertMany(
      tx,
      inviteTimeline,
      rows.flatMap(({ timeline }) => timeline),
    );
    await insertMany(
      tx,
      activity,
      rows.flatMap((each) => each.activity),
    );
  };
  for (const organization of all) {
    some.push(rowsOf(organization, now));
    if (some.length === organizationsAtOnce || organization.members.length > organizationsAtOnce)
      await write();
  }
  await write();
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
      // The demo's mailbox starts empty.
      reminded: true,
      search: wordsToFind(email),
    };
  });
  const pending = inviteRows.filter(({ expiresAt }) => expiresAt > now);
  const used = people.length + pending.length;
  const present = { maxSeats: demo.maxSeats, members: people.length, pendingInvites: pending.length };

  const entries: NewActivity[] = [
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
      detail: { code: 'role', params: { role } },
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
      expiringSoon: pending.filter(({ expiresAt }) => expiresAt.getTime() - now.getTime() <= expiringSoonMs)
        .length,
      failed: inviteRows.filter(({ deliveryStatus }) => deliveryStatus === 'failed').length,
    },
    history: [...(demo.history ?? []), { daysAgo: 0, ...present }].map(({ daysAgo, ...seats }) => ({
      organizationId: id,
      day: before(now, daysAgo).toISOString().slice(0, 10),
      ...seats,
    })),
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
    timeline: inviteRows
      .flatMap(({ id: inviteId, createdAt: at, deliveryStatus, deliveryError }): NewTimelineEntry[] => [
        { inviteId, at, event: 'created', actor },
        { inviteId, at, event: 'queued' },
        {
          inviteId,
          at,
          event: deliveryStatus,
          detail: deliveryError === null ? undefined : mailRefused(deliveryError),
        },
      ])
      .map(timelineRow),
    activity: entries.map(activityRow),
  };
}
