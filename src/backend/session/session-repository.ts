import { and, desc, eq, gt, isNull, ne, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import { runPrepared, type Executor, type Transaction } from '../database/database.ts';
import { memberIsStale } from '../database/tables/members.ts';
import { sessions } from '../database/tables/sessions.ts';
import { users } from '../database/tables/users.ts';
import type { CallerRole } from '../platform/auth/caller.ts';
import type { DemoMarks } from '../user/demo-account.ts';
import type { UserRow } from '../user/user-repository.ts';

export type SessionRow = typeof sessions.$inferSelect;
export type NewSession = Omit<SessionRow, 'generation' | 'seenGeneration' | 'endedAt'>;

const alive = and(isNull(sessions.endedAt), gt(sessions.expiresAt, sql`now()`));

/**
 * Inserts a session if the user's password is still the one that was verified. The lock makes a change of the password come
 * either before this, or after it, when it ends this session with the others.
 *
 * @returns false when the password is another one
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

/** A live session with its user. */
export interface LiveSession {
  user: Pick<UserRow, 'id' | 'email' | 'firstName' | 'lastName' | 'actingStaff'> & DemoMarks;
  /** Whether the stored last use is more than a minute old, or of an earlier generation. */
  stale: boolean;
}

const liveSession = {
  /** `$3` is the generation that the caller's token names. */
  columns: `u.id, u.email, u.first_name as "firstName", u.last_name as "lastName", u.acting_staff as "actingStaff", u.demo, u.totp_exempt as "totpExempt",
    s.last_seen_at < now() - interval '1 minute' or s.seen_generation < $3::int as stale`,
  from: 'sessions s join users u on u.id = s.user_id',
  where: `s.id = $1 and s.kind = $2::session_kind and s.ended_at is null and s.expires_at > now()`,
};

/**
 * A session that has neither ended nor expired.
 *
 * @param generation the one that the caller's token names; 0 for a cookie
 */
export async function findLiveSession(
  executor: Executor,
  sessionId: string,
  kind: SessionRow['kind'],
  generation = 0,
): Promise<LiveSession | undefined> {
  const [row] = await runPrepared<LiveSession['user'] & { stale: boolean }>(
    executor,
    `select ${liveSession.columns} from ${liveSession.from} where ${liveSession.where}`,
    [sessionId, kind, generation],
  );
  if (!row) return undefined;
  const { stale, ...user } = row;
  return { user, stale };
}

/**
 * A live session with the role of its user in an organization, which is undefined when there is no such organization.
 *
 * @param organizationId a UUID; null for none
 * @param generation the one that the caller's token names
 */
export async function findLiveSessionIn(
  executor: Executor,
  sessionId: string,
  kind: SessionRow['kind'],
  organizationId: string | null,
  generation = 0,
): Promise<{ session: LiveSession; callerRole: CallerRole | undefined } | undefined> {
  const [row] = await runPrepared<
    LiveSession['user'] & { stale: boolean; found: boolean; memberStale: boolean } & Omit<CallerRole, 'stale'>
  >(
    executor,
    `select ${liveSession.columns}, o.id is not null as found, m.role, m.id as "memberId",
      ${memberIsStale} as "memberStale"
    from ${liveSession.from}
      left join organizations o on o.id = $4::uuid
      left join members m on m.organization_id = o.id and m.user_id = u.id
    where ${liveSession.where}`,
    [sessionId, kind, generation, organizationId],
  );
  if (!row) return undefined;
  const { stale, found, role, memberId, memberStale, ...user } = row;
  return { session: { user, stale }, callerRole: found ? { role, memberId, stale: memberStale } : undefined };
}

/** Locks a session until the transaction ends, and reads it with the database's time. */
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
  change: PgUpdateSetSource<typeof sessions>,
): Promise<void> {
  await executor.update(sessions).set(change).where(eq(sessions.id, sessionId));
}

/** Stores that a session is in use, with tokens of this generation. */
export async function touchSession(executor: Executor, sessionId: string, generation: number): Promise<void> {
  await updateSession(executor, sessionId, {
    lastSeenAt: new Date(),
    // A call with an earlier token may come in between.
    seenGeneration: sql`greatest(${sessions.seenGeneration}, ${generation})`,
  });
}

/** @returns false when the session had ended before */
export async function markSessionEnded(executor: Executor, sessionId: string): Promise<boolean> {
  const ended = await executor
    .update(sessions)
    .set({ endedAt: sql`now()` })
    .where(and(eq(sessions.id, sessionId), isNull(sessions.endedAt)))
    .returning({ id: sessions.id });
  return ended.length === 1;
}

/**
 * Ends the live sessions of a user that `which` selects.
 *
 * @returns their ids
 */
export async function endLiveSessions(
  tx: Transaction,
  userId: string,
  which: { only: string } | { except: string },
): Promise<string[]> {
  const selected = 'only' in which ? eq(sessions.id, which.only) : ne(sessions.id, which.except);
  const ended = await tx
    .update(sessions)
    .set({ endedAt: sql`now()` })
    .where(and(eq(sessions.userId, userId), alive, selected))
    .returning({ id: sessions.id });
  return ended.map(({ id }) => id);
}

/**
 * Ends all sessions of a user, expired ones included.
 *
 * @param exceptId the one that goes on
 * @returns their ids
 */
export async function endAllSessions(
  tx: Transaction,
  userId: string,
  exceptId: string | undefined,
): Promise<string[]> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: sql`now()` })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.endedAt),
        exceptId === undefined ? undefined : ne(sessions.id, exceptId),
      ),
    )
    .returning({ id: sessions.id });
  return ended.map(({ id }) => id);
}

/** The live sessions of a user, the latest first. */
export async function findLiveSessionsOf(executor: Executor, userId: string): Promise<SessionRow[]> {
  return executor
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, userId), alive))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id));
}
