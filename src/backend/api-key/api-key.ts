import { createHash, randomBytes } from 'node:crypto';
import type { ApiKey } from '#contract/api-key/api';
import type { ApiKeyScope } from '#contract/api-key/model';
import type { ApiKeyRow } from './api-key-repository.ts';
import type { Written } from '#contract/open-enum';

const prefix = 'fli_';
const keyBytes = 32;
/** How many characters of a key are stored, so that its owner recognizes it. */
const shownCharacters = 8;
export const allScopes: ApiKeyScope[] = ['organization:read', 'organization:write'];
const keyPattern = /^fli_[\w-]{43}$/;

/** A new key, with what the database stores of it. */
export function makeApiKey(): { key: string; hash: string; prefix: string } {
  const key = `${prefix}${randomBytes(keyBytes).toString('base64url')}`;
  return { key, hash: hashOf(key), prefix: key.slice(0, prefix.length + shownCharacters) };
}

/** The stored hash of a presented key; undefined for a text that is no key. */
export function hashApiKey(key: string): string | undefined {
  return keyPattern.test(key) ? hashOf(key) : undefined;
}

/** A fast hash is enough for 256 random bits: there is nothing to guess. */
function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

/** The wire form of a key, without the key itself. */
export function toApiKey(row: ApiKeyRow): Written<ApiKey> {
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
