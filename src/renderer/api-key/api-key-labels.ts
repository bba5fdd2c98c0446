import type { ApiKeyScope } from '#contract/api-key/model';

/** How long a new key lasts, in days; `never`: until it is revoked. */
export type Lifetime = '30' | '90' | '365' | 'never';

export type Access = 'read' | 'write';

const dayMs = 24 * 60 * 60 * 1000;

/** When a key that is created now expires; undefined when it never does. */
export function expiryOf(lifetime: Lifetime, now: number): string | undefined {
  return lifetime === 'never' ? undefined : new Date(now + Number(lifetime) * dayMs).toISOString();
}

export const scopesOf: Record<Access, ApiKeyScope[]> = {
  read: ['organization:read'],
  write: ['organization:read', 'organization:write'],
};

/** What a key may do. */
export function scopeLabel(scopes: readonly string[]): string {
  const reads = scopes.includes('organization:read');
  const writes = scopes.includes('organization:write');
  if (reads && writes) return 'Read and write';
  return writes ? 'Write only' : 'Read only';
}
