import { session } from 'electron';
import type { Fetch } from './backend-client.ts';

/**
 * Requests to the backend go over Chromium's network stack, so that the system's proxy and certificates hold, in a
 * session of its own: the page's session is cut off from the network. Nothing is stored, no redirect is followed.
 */
export function createBackendFetch(): Fetch {
  const network = session.fromPartition('backend');
  return (input, init) =>
    network.fetch(input, { ...init, credentials: 'omit', cache: 'no-store', redirect: 'error' });
}
