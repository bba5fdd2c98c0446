import { createBackendClient } from './backend-client.ts';
import type { BackendClient } from './backend-client.ts';
import { createFileDownload } from './file-download.ts';
import type { OpenFile } from './file-download.ts';
import { createLiveConnection } from './live-connection.ts';
import type { LiveConnection, LiveConnectionOptions } from './live-connection.ts';
import { createBackendFetch } from './network.ts';

/** All that goes over the network. */
export interface Backend {
  client: BackendClient;
  openFile: OpenFile;
  live: LiveConnection;
}

export type BackendOptions = Omit<LiveConnectionOptions, 'fetch'>;

export function openBackend(options: BackendOptions): Backend {
  const fetch = createBackendFetch();
  const { userAgent } = options;
  return {
    client: createBackendClient({ fetch, userAgent }),
    openFile: createFileDownload({ fetch, userAgent }),
    live: createLiveConnection({ fetch, ...options }),
  };
}
