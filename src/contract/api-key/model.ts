/** `organization:read` allows GET, `organization:write` everything else. */
export const apiKeyScopes = ['organization:read', 'organization:write'] as const;
export type ApiKeyScope = (typeof apiKeyScopes)[number];
