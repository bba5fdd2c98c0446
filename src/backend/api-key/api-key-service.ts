import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { ApiKey, ApiKeyScope } from '#contract/api-key';
import type { Database } from '../database/database.ts';
import { isUuid } from '../database/uuid.ts';
import type { Caller } from '../http/caller.ts';
import { fieldProblem, Problem } from '../http/problem.ts';
import { appendEvents } from '../live/event-service.ts';
import { fullName } from '../session/account-service.ts';
import {
  findApiKeys,
  findLiveApiKey,
  insertApiKey,
  removeApiKey,
  touchApiKey,
  type ApiKeyRow,
} from './api-key-repository.ts';

type Context = { database: Database };

const prefix = 'fli_';
const keyBytes = 32;
/** How many characters of a key are kept, to tell it by. */
const shownCharacters = 8;
const allScopes: ApiKeyScope[] = ['organization:read', 'organization:write'];
const keyPattern = /^fli_[\w-]{43}$/;

/** The caller's keys, the newest first. */
export async function listApiKeys({ database }: Context, caller: Caller): Promise<ApiKey[]> {
  const rows = await findApiKeys(database.orm, caller.userId);
  return rows.map(toApiKey);
}

/**
 * Makes a key. It acts for the caller, with the caller's rights at the time of each call.
 *
 * @returns the key itself as well, which nobody can be shown again
 * @throws Problem `validation_failed` for an expiry that has passed
 */
export async function createApiKey(
  { database }: Context,
  caller: Caller,
  {
    name,
    expiresAt,
    scopes = allScopes,
  }: {
    name: string;
    expiresAt?: string | undefined;
    scopes?: ApiKeyScope[] | undefined;
  },
): Promise<ApiKey & { key: string }> {
  const expiry = expiresAt === undefined ? null : new Date(expiresAt);
  if (expiry && expiry.getTime() <= Date.now()) throw fieldProblem('expiresAt', 'Choose a time to come.');
  const key = `${prefix}${randomBytes(keyBytes).toString('base64url')}`;
  const row = await insertApiKey(database.orm, {
    id: uuidv7(),
    userId: caller.userId,
    name,
    hash: hashOf(key),
    prefix: key.slice(0, prefix.length + shownCharacters),
    scopes: [...new Set(scopes)],
    createdAt: new Date(),
    expiresAt: expiry,
  });
  if (!row) throw new Error('an API key was not written');
  return { ...toApiKey(row), key };
}

/** @throws Problem `not_found` for one that is not the caller's */
export async function deleteApiKey({ database }: Context, caller: Caller, apiKeyId: string): Promise<void> {
  await database.transaction(async (tx) => {
    const deleted = isUuid(apiKeyId) && (await removeApiKey(tx, caller.userId, apiKeyId));
    if (!deleted) throw new Problem('not_found', 'There is no such API key.');
    await appendEvents(tx, [{ type: 'session.ended', sessionIds: [apiKeyId] }]);
  });
}

/** Whom a key acts for; undefined for one that is unknown, revoked or too old. */
export async function findApiKeyCaller({ database }: Context, key: string): Promise<Caller | undefined> {
  if (!keyPattern.test(key)) return undefined;
  const row = await findLiveApiKey(database.orm, hashOf(key));
  if (!row) return undefined;
  if (row.stale) await touchApiKey(database.orm, row.key.id);
  return {
    userId: row.user.id,
    sessionId: row.key.id,
    name: fullName(row.user),
    email: row.user.email,
    staff: row.user.actingStaff,
    scopes: toApiKey(row.key).scopes,
  };
}

/** Enough for 256 random bits: there is nothing to guess. */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

function toApiKey(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    scopes: allScopes.filter((scope) => row.scopes.includes(scope)),
    prefix: row.prefix,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
