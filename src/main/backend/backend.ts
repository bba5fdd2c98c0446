import { app, net, powerMonitor, session } from 'electron';
import type { LiveEvent } from '#contract/live/api';
import type { ConnectionState } from '#contract/bridge/types';
import { appVersionHeader } from '#contract/version/model';
import type { Log } from '../diagnostics/log.ts';
import { createBackendClient } from './backend-client.ts';
import type { BackendClient, DeviceMemory } from './backend-client.ts';
import { createElectronFetch } from './electron-fetch.ts';
import { createFileDownload } from './file-download.ts';
import type { OpenFile } from './file-download.ts';
import { createLiveConnection } from './live-connection.ts';
import type { LiveConnection } from './live-connection.ts';
import type { ProxyPasswords } from './proxy-passwords.ts';
import { observingClock } from './server-clock.ts';
import type { ServerClock } from './server-clock.ts';

/** Everything that talks to the server. */
export interface Backend {
  client: BackendClient;
  openFile: OpenFile;
  live: LiveConnection;
}

export interface BackendOptions {
  log: Log;
  clock: ServerClock;
  proxyPasswords: ProxyPasswords;
  onState: (state: ConnectionState) => void;
  onEvent: (event: LiveEvent) => void;
}

const systemNames: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'macOS',
  linux: 'Linux',
  win32: 'Windows',
};

/** Electron has no event for a network that comes back, so the app checks this often. */
const networkCheckMs = 1_000;

export function openBackend({ proxyPasswords, ...options }: BackendOptions, devices: DeviceMemory): Backend {
  // An Electron session of its own, because the renderer's session has no network.
  const network = session.fromPartition('backend');
  const fetch = observingClock(createElectronFetch(network, proxyPasswords), options.clock);
  const version = app.getVersion();
  const appHeaders = {
    'User-Agent': `FastLinkIt-Admin/${version} (${systemNames[process.platform] ?? process.platform})`,
    [appVersionHeader]: version,
  };
  const connection = { fetch, appHeaders, serverNow: () => options.clock.now() };
  const live = createLiveConnection({ fetch, appHeaders, ...options });
  wakeWhenReachable(live);
  return {
    client: createBackendClient({ ...connection, devices }),
    openFile: createFileDownload(connection),
    live,
  };
}

/** Reconnects when the server may have become reachable: after sleep, with the network, when the user comes back. */
function wakeWhenReachable(live: LiveConnection): void {
  powerMonitor.on('resume', () => live.wake());
  app.on('browser-window-focus', () => live.wake());
  let wasOnline = net.isOnline();
  setInterval(() => {
    const isOnline = net.isOnline();
    if (isOnline && !wasOnline) live.wake();
    wasOnline = isOnline;
  }, networkCheckMs).unref();
}
