import type { Backend } from './backend.ts';
import type { LiveConnection, SessionAccess } from './live-connection.ts';

/** The backend before it has loaded: calls wait until then. */
export function lazyBackend(loading: Promise<Backend>): Backend {
  return {
    client: {
      call: async (server, endpoint, input, options) =>
        (await loading).client.call(server, endpoint, input, options),
      issueTokens: async (server, endpoint, input, options) =>
        (await loading).client.issueTokens(server, endpoint, input, options),
    },
    openFile: async (server, file, accessToken, cancelled) =>
      (await loading).openFile(server, file, accessToken, cancelled),
    live: lazyLiveConnection(loading),
  };
}

/** A live connection that starts when the backend has loaded. It counts as connected until it has been tried. */
function lazyLiveConnection(loading: Promise<Backend>): LiveConnection {
  let live: LiveConnection | undefined;
  let access: SessionAccess | undefined;

  async function startWhenLoaded(): Promise<void> {
    ({ live } = await loading);
    if (access !== undefined) live.start(access);
  }

  void startWhenLoaded();
  return {
    state: () => live?.state() ?? { status: 'connected' },
    start(next) {
      access = next;
      live?.start(next);
    },
    stop() {
      access = undefined;
      live?.stop();
    },
    retry: () => live?.retry(),
    wake: () => live?.wake(),
  };
}
