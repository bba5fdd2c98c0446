import type { Executor } from '../database/database.ts';
import { findNames } from './session-repository.ts';

/** The names of so many people are remembered. */
const rememberedNames = 10_000;

/** Given once and for all when somebody registers: what was read stays true, and who is gone is asked for no more. */
const known = new Map<string, string>();

/**
 * The full names of accounts. A page of invites has fifty inviters, who are few people as a rule: to look each of them up in the
 * page's own statement would cost as much as two more columns of it.
 *
 * @returns by id, without those that do not exist
 */
export async function namesOf(
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
  const found = await findNames(executor, unknown);
  if (known.size + found.length > rememberedNames) known.clear();
  for (const { id, name } of found) {
    names.set(id, name);
    known.set(id, name);
  }
  return names;
}
