import { z } from 'zod';
import { apiKeyScope, createApiKey, deleteApiKey, listApiKeys } from '#contract/api-key';
import { id, noInput } from './channel-input.ts';
import type { Handle } from './handle.ts';
import type { Session } from './session.ts';

export function registerApiKey(handle: Handle, session: Session): void {
  handle('apiKey.list', noInput, async () => (await session.call(listApiKeys, {})).items);

  handle(
    'apiKey.create',
    z.strictObject({
      name: z.string().max(1000),
      expiresAt: z.string().max(100).optional(),
      scopes: z.array(apiKeyScope).max(apiKeyScope.options.length).optional(),
    }),
    (body) => session.call(createApiKey, { body }),
  );

  handle('apiKey.delete', z.strictObject({ apiKeyId: id }), async (params) => {
    await session.call(deleteApiKey, { params });
    return null;
  });
}
