import { z } from 'zod';
import { defineEndpoint, id, nothing, pageOf, timestamp } from './endpoint.ts';

/** `organization:read` serves GET, `organization:write` everything else. */
export const apiKeyScope = z.enum(['organization:read', 'organization:write']);
export type ApiKeyScope = z.infer<typeof apiKeyScope>;

export const apiKey = z.object({
  id,
  name: z.string(),
  scopes: z.array(apiKeyScope),
  /** The first characters of the key, to tell it by. */
  prefix: z.string(),
  createdAt: timestamp,
  expiresAt: timestamp.nullable(),
  lastUsedAt: timestamp.nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

export const listApiKeys = defineEndpoint({
  name: 'apiKey.list',
  method: 'GET',
  path: '/api/api-keys',
  summary: "The caller's API keys",
  access: 'person',
  status: 200,
  answer: pageOf(apiKey),
});

export const createApiKey = defineEndpoint({
  name: 'apiKey.create',
  method: 'POST',
  path: '/api/api-keys',
  summary: 'Make an API key; it is shown in this answer alone',
  access: 'person',
  body: z.strictObject({
    name: z.string().trim().min(1, 'Enter a name.').max(100, 'Use at most 100 characters.'),
    expiresAt: z.iso.datetime({ offset: true }).optional(),
    /** Both unless said otherwise. */
    scopes: z.array(apiKeyScope).min(1, 'Choose what the key may do.').optional(),
  }),
  status: 201,
  answer: apiKey.extend({ key: z.string() }),
});

export const deleteApiKey = defineEndpoint({
  name: 'apiKey.delete',
  method: 'DELETE',
  path: '/api/api-keys/:apiKeyId',
  summary: 'Revoke an API key',
  access: 'person',
  params: z.object({ apiKeyId: id }),
  status: 204,
  answer: nothing,
  problems: ['not_found'],
});
