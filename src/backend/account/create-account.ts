import { v7 as uuidv7 } from 'uuid';
import type { Registration, User } from '#contract/account/api';
import type { Transaction } from '../database/database.ts';
import { insertUser } from '../user/user-repository.ts';

/**
 * Creates the account of an address whose mailbox is proven.
 *
 * @param email in its normal form
 * @returns undefined when the address has an account by now
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
