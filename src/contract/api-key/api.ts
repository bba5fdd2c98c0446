import { z } from 'zod';
import { nameOf } from '../name-schema.ts';
import { openEnum } from '../open-enum.ts';
import { confirmedPassword } from '../account/confirmed-password.ts';
import { defineEndpoint, id, nothing, pageOf, timestamp } from '../endpoint.ts';
import { apiKeyScopes } from './model.ts';

export const apiKey = z.object({
  id,
  name: z.string(),
  scopes: z.array(openEnum(apiKeyScopes)),
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
  summary: "List the caller's API keys",
  access: 'person',
  status: 200,
  answer: pageOf(apiKey),
});

export const createApiKey = defineEndpoint({
  name: 'apiKey.create',
  method: 'POST',
  path: '/api/api-keys',
  summary: 'Create an API key, shown only in this response',
  access: 'person',
  body: z.strictObject({
    name: nameOf('label'),
    expiresAt: z.iso.datetime({ offset: true }).optional(),
    /** Both unless said otherwise. */
    scopes: z.array(z.enum(apiKeyScopes)).min(1, 'Choose what the key can do.').optional(),
    password: confirmedPassword,
  }),
  status: 201,
  answer: apiKey.extend({ key: z.string() }),
  problems: ['invalid_credentials'],
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
