import type { Executor } from '../database/database.ts';
import { findUserNames } from './user-repository.ts';

const maxRememberedNames = 10_000;

/** A user chooses a name once, at registration, so a name that was read stays true; a deleted user's name is harmless. */
const known = new Map<string, string>();

/**
 * The full names of users. A page of fifty invites usually has few inviters: joining the users table in the page's own
 * statement would cost as much as two more columns.
 *
 * @returns names by user id, without the users that do not exist
 */
export async function getUserNames(
  executor: Executor,
  userIds: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const unknown: string[] = [];
  for (const id of new Set(userIds)) {
    const name = known.get(id);
    if (name === undefined) unknown.push(id);
    else names.set(id, name);
  }
  if (unknown.length === 0) return names;
  const found = await findUserNames(executor, unknown);
  if (known.size + found.length > maxRememberedNames) known.clear();
  for (const { id, name } of found) {
    names.set(id, name);
    known.set(id, name);
  }
  return names;
}
