import { fillPath } from './backend-client.ts';
import type { Fetch } from './backend-client.ts';
import { BridgeProblemError, problemOf } from './bridge-problem.ts';
import { problemFromFailure } from './server-problem.ts';
import { problemOfResponse } from './response-problem.ts';

/** A file that the server streams. */
export interface RemoteFile {
  path: string;
  params: Record<string, string>;
  query?: Record<string, string | undefined>;
  /** The content type that the server must answer with. */
  type: string;
}

/** The file's chunks as they arrive. Throws a BridgeProblemError when the connection is lost. */
export type FileContent = AsyncIterable<Uint8Array>;

/** Opens a file. @throws BridgeProblemError */
export type OpenFile = (
  server: string,
  file: RemoteFile,
  accessToken: string,
  cancelled: AbortSignal,
) => Promise<FileContent>;

/** A download fails after this long without a byte. There is no limit for the whole download. */
const defaultSilenceLimitMs = 30_000;

/**
 * @param serverNow the time by the server's clock
 * @param silenceLimitMs how long the server may send nothing before the download fails
 */
export function createFileDownload({
  fetch,
  appHeaders,
  serverNow,
  silenceLimitMs = defaultSilenceLimitMs,
}: {
  fetch: Fetch;
  appHeaders: Record<string, string>;
  serverNow: () => number;
  silenceLimitMs?: number;
}): OpenFile {
  return async (server, file, accessToken, cancelled) => {
    const silence = new AbortController();
    const watchdog = setTimeout(() => silence.abort(), silenceLimitMs);
    const signal = AbortSignal.any([cancelled, silence.signal]);
    try {
      const response = await fetch(urlOf(server, file), {
        signal,
        headers: { ...appHeaders, Accept: file.type, Authorization: `Bearer ${accessToken}` },
      });
      const type = response.headers.get('content-type') ?? '';
      if (response.status !== 200 || !type.startsWith(file.type) || response.body === null)
        throw await problemOfResponse(server, response, serverNow());
      return readChunks(server, response.body, watchdog);
    } catch (error) {
      clearTimeout(watchdog);
      throw problemOf(error) === undefined ? problemFromFailure(server, error) : error;
    }
  };
}

async function* readChunks(
  server: string,
  body: AsyncIterable<Uint8Array>,
  watchdog: NodeJS.Timeout,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      watchdog.refresh();
      yield chunk;
    }
  } catch (error) {
    const detail = `The connection to ${server} was lost, so the file wasn’t saved. Try again.`;
    throw new BridgeProblemError(
      { code: 'server_unreachable', detail },
      { cause: problemFromFailure(server, error) },
    );
  } finally {
    clearTimeout(watchdog);
  }
}

function urlOf(server: string, { path, params, query = {} }: RemoteFile): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const search = new URLSearchParams(given).toString();
  return `${server}${fillPath(path, params)}${search === '' ? '' : `?${search}`}`;
}
