import { v7 as uuidv7 } from 'uuid';
import type { Registration, User } from '#contract/session';
import type { Executor, Transaction } from '../database/database.ts';
import { fieldProblem } from '../http/problem.ts';
import { hashPassword, passwordWeakness } from './password.ts';
import { findUser, findUserByEmail, insertUser, type UserRow } from './session-repository.ts';

/** An account by its id. */
export async function findAccount(executor: Executor, userId: string): Promise<User | undefined> {
  const row = await findUser(executor, userId);
  return row && toUser(row);
}

/** @param email in its normal form */
export async function hasAccount(executor: Executor, email: string): Promise<boolean> {
  return (await findUserByEmail(executor, email)) !== undefined;
}

/**
 * The hash of a new account's password, made before any transaction begins: it takes a while.
 *
 * @param field what the password is called where it was typed
 * @throws Problem `validation_failed` for a password that is too common
 */
export async function hashNewPassword(password: string, email: string, field = 'password'): Promise<string> {
  const weakness = await passwordWeakness(password, email);
  if (weakness) throw fieldProblem(field, weakness);
  return hashPassword(password);
}

/**
 * Creates the account of an address that is proven; undefined when there is one by now.
 *
 * @param email in its normal form
 */
export async function createAccount(
  tx: Transaction,
  {
    email,
    firstName,
    lastName,
    passwordHash,
  }: Omit<Registration, 'password'> & { email: string; passwordHash: string },
): Promise<User | undefined> {
  const user = { id: uuidv7(), email, firstName, lastName, staff: false };
  return (await insertUser(tx, { ...user, passwordHash })) ? user : undefined;
}

export function toUser(row: Pick<UserRow, 'id' | 'email' | 'firstName' | 'lastName' | 'actingStaff'>): User {
  return {
    id: row.id,
    email: row.email,
    firstName: row.firstName,
    lastName: row.lastName,
    staff: row.actingStaff,
  };
}

export function fullName(user: Pick<User, 'firstName' | 'lastName'>): string {
  return `${user.firstName} ${user.lastName}`.trim();
}
