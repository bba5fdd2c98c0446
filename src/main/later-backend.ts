import type { Backend } from './backend.ts';
import type { LiveConnection } from './live-connection.ts';
import type { SessionAccess } from './session.ts';

/** Stands in for the way to the backend until that is loaded: what is asked for meanwhile waits. */
export function laterBackend(loaded: Promise<Backend>): Backend {
  return {
    client: {
      call: async (server, endpoint, input, options) =>
        (await loaded).client.call(server, endpoint, input, options),
      issueTokens: async (server, endpoint, input, options) =>
        (await loaded).client.issueTokens(server, endpoint, input, options),
    },
    openFile: async (server, file, accessToken, cancelled) =>
      (await loaded).openFile(server, file, accessToken, cancelled),
    live: laterLive(loaded),
  };
}

/** Until it has been tried nothing is known against the connection. */
function laterLive(loaded: Promise<Backend>): LiveConnection {
  let live: LiveConnection | undefined;
  let access: SessionAccess | undefined;

  async function goOn(): Promise<void> {
    ({ live } = await loaded);
    if (access !== undefined) live.start(access);
  }

  void goOn();
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
