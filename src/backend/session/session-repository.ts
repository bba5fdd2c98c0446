import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { runPrepared, type Executor, type Transaction } from '../database/database.ts';
import type { Standing } from '../http/caller.ts';
import { memberIsStale } from '../member/member-table.ts';
import { sessions } from './session-table.ts';
import { users } from './user-table.ts';

export type UserRow = typeof users.$inferSelect;
export type SessionRow = typeof sessions.$inferSelect;
export type NewSession = Omit<SessionRow, 'generation' | 'endedAt'>;

const alive = and(isNull(sessions.endedAt), gt(sessions.expiresAt, sql`now()`));

/** @param email in its normal form */
export async function findUserByEmail(executor: Executor, email: string): Promise<UserRow | undefined> {
  const [row] = await executor.select().from(users).where(eq(users.email, email));
  return row;
}

export async function findUser(executor: Executor, userId: string): Promise<UserRow | undefined> {
  const [row] = await executor.select().from(users).where(eq(users.id, userId));
  return row;
}

/** Full names, as `fullName` has them. */
export async function findNames(
  executor: Executor,
  userIds: string[],
): Promise<{ id: string; name: string }[]> {
  return runPrepared(
    executor,
    `select id, trim(first_name || ' ' || last_name) as name from users where id = any($1::uuid[])`,
    [userIds],
  );
}

/** False when there is an account with that address already. */
export async function insertUser(tx: Transaction, user: typeof users.$inferInsert): Promise<boolean> {
  const inserted = await tx
    .insert(users)
    .values(user)
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id });
  return inserted.length === 1;
}

/**
 * Begins a session if the user's password is still the one that was checked; false when it is not. The lock lets a
 * change of the password come wholly before, or wholly after and end this session with the others.
 */
export async function insertSession(
  executor: Executor,
  session: NewSession,
  passwordHash: string,
): Promise<boolean> {
  const { userId } = session;
  const { rowCount } = await executor.execute(sql`
    with holder as (
      select id from ${users} where id = ${userId} and password_hash = ${passwordHash} for share
    )
    insert into ${sessions} (id, user_id, kind, rotated_at, created_at, last_seen_at, expires_at, device, address)
    select ${session.id}::uuid, holder.id, ${session.kind}::session_kind, ${session.rotatedAt.toISOString()}::timestamptz,
      ${session.createdAt.toISOString()}::timestamptz, ${session.lastSeenAt.toISOString()}::timestamptz,
      ${session.expiresAt.toISOString()}::timestamptz, ${session.device}, ${session.address}
    from holder`);
  return rowCount === 1;
}

/** Whose a session is. */
export interface LiveSession {
  user: Pick<UserRow, 'id' | 'email' | 'firstName' | 'lastName' | 'actingStaff'>;
  /** Whether the session was last noted as seen more than a minute ago. */
  stale: boolean;
}

const liveSession = {
  columns: `u.id, u.email, u.first_name as "firstName", u.last_name as "lastName", u.acting_staff as "actingStaff",
    s.last_seen_at < now() - interval '1 minute' as stale`,
  from: 'sessions s join users u on u.id = s.user_id',
  where: `s.id = $1 and s.kind = $2::session_kind and s.ended_at is null and s.expires_at > now()`,
};

/** A session that has neither ended nor expired. */
export async function findLiveSession(
  executor: Executor,
  sessionId: string,
  kind: SessionRow['kind'],
): Promise<LiveSession | undefined> {
  const [row] = await runPrepared<LiveSession['user'] & { stale: boolean }>(
    executor,
    `select ${liveSession.columns} from ${liveSession.from} where ${liveSession.where}`,
    [sessionId, kind],
  );
  if (!row) return undefined;
  const { stale, ...user } = row;
  return { user, stale };
}

/**
 * The same, with what its user is in an organization: undefined when there is no such organization.
 *
 * @param organizationId a UUID; null: none
 */
export async function findLiveSessionIn(
  executor: Executor,
  sessionId: string,
  kind: SessionRow['kind'],
  organizationId: string | null,
): Promise<{ session: LiveSession; standing: Standing | undefined } | undefined> {
  const [row] = await runPrepared<
    LiveSession['user'] & { stale: boolean; found: boolean; memberStale: boolean } & Omit<Standing, 'stale'>
  >(
    executor,
    `select ${liveSession.columns}, o.id is not null as found, m.role, m.id as "memberId",
      ${memberIsStale} as "memberStale"
    from ${liveSession.from}
      left join organizations o on o.id = $3::uuid
      left join members m on m.organization_id = o.id and m.user_id = u.id
    where ${liveSession.where}`,
    [sessionId, kind, organizationId],
  );
  if (!row) return undefined;
  const { stale, found, role, memberId, memberStale, ...user } = row;
  return { session: { user, stale }, standing: found ? { role, memberId, stale: memberStale } : undefined };
}

/** The row under a lock until the transaction ends, with the database's time. */
export async function lockSession(tx: Transaction, sessionId: string) {
  const [row] = await tx
    .select({ session: sessions, alive: sql<boolean>`${alive}`, now: sql<string>`now()` })
    .from(sessions)
    .where(eq(sessions.id, sessionId))
    .for('update');
  return row && { ...row, now: new Date(row.now) };
}

export async function updateSession(
  executor: Executor,
  sessionId: string,
  change: Partial<typeof sessions.$inferInsert>,
): Promise<void> {
  await executor.update(sessions).set(change).where(eq(sessions.id, sessionId));
}

/** Ends the session; false when it had ended before. */
export async function endSession(executor: Executor, sessionId: string): Promise<boolean> {
  const ended = await executor
    .update(sessions)
    .set({ endedAt: sql`now()` })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)))
    .returning({ id: sessions.id });
  return ended.length === 1;
}
