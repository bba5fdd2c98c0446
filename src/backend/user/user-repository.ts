import { eq } from 'drizzle-orm';
import { runPrepared, type Executor, type Transaction } from '../database/database.ts';
import { fullNameOf, users } from '../database/tables/users.ts';
import type { Reading } from '../database/combined-statement.ts';

export type UserRow = typeof users.$inferSelect;

/** @param email in its normal form */
export async function findUserByEmail(executor: Executor, email: string): Promise<UserRow | undefined> {
  const [row] = await executor.select().from(users).where(eq(users.email, email));
  return row;
}

export async function findUser(executor: Executor, userId: string): Promise<UserRow | undefined> {
  const [row] = await executor.select().from(users).where(eq(users.id, userId));
  return row;
}

/** A user by id, to be read together with other rows. */
export function userById(
  userId: string | undefined,
): Reading<Pick<UserRow, 'id' | 'email' | 'firstName' | 'lastName' | 'actingStaff'>> {
  return {
    text: `select id, email, first_name as "firstName", last_name as "lastName", acting_staff as "actingStaff"
    from users where id = $1::uuid`,
    values: [userId ?? null],
  };
}

/** Full names, as `fullName` makes them. */
export async function findUserNames(
  executor: Executor,
  userIds: string[],
): Promise<{ id: string; name: string }[]> {
  return runPrepared(
    executor,
    `select id, ${fullNameOf('users')} as name from users where id = any($1::uuid[])`,
    [userIds],
  );
}

/** @returns false when an account with that address exists */
export async function insertUser(tx: Transaction, user: typeof users.$inferInsert): Promise<boolean> {
  const inserted = await tx
    .insert(users)
    .values(user)
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id });
  return inserted.length === 1;
}
