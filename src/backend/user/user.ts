import type { User } from '#contract/account/api';
import type { Executor } from '../database/database.ts';
import { findUser, type UserRow } from './user-repository.ts';

/** The wire form of a user. */
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

export async function getUser(executor: Executor, userId: string): Promise<User | undefined> {
  const row = await findUser(executor, userId);
  return row && toUser(row);
}
