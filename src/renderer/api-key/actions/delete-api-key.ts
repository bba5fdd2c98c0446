import type { ApiKey } from '#contract/api-key/api';
import { isolate } from '#contract/isolate';
import type { Action } from '../../action/action.ts';
import { bridge, unwrap, type BridgeError } from '../../data/bridge.ts';
import { apiKeysOptions } from '../api-key-queries.ts';

/** Deletes an API key, so that what uses it is rejected from then on. */
export const deleteApiKey: Action<ApiKey> = {
  name: 'delete',
  label: 'Revoke',
  isDestructive: true,
  keyOf: ({ id }) => ['api-key', id],
  nameOf: ({ name }) => isolate(name),
  confirmation: ([apiKey]) => ({
    title: `Revoke the key “${isolate(apiKey?.name ?? '')}”?`,
    confirmLabel: 'Revoke',
    paragraphs: ['Anything that uses this key stops working immediately. You can’t undo this.'],
  }),
  run: ({ id }) => unwrap(bridge.apiKey.delete({ apiKeyId: id })).catch(ignoreDeleted),
  apply: (client) => void client.invalidateQueries(apiKeysOptions),
  successMessage: ({ name }) => `Key “${isolate(name)}” revoked.`,
};

/** A key that was deleted elsewhere in the meantime is as gone as the user wants it. */
function ignoreDeleted(error: BridgeError): null {
  if (error.problem.code !== 'not_found') throw error;
  return null;
}
