import { fillPath } from './backend-client.ts';
import type { Fetch } from './backend-client.ts';
import {
  BridgeProblemError,
  notFastLinkIt,
  problemFromAnswer,
  problemFromFailure,
  problemOf,
} from './bridge-problem.ts';

/** A file that the server writes while it is read. */
export interface RemoteFile {
  path: string;
  params: Record<string, string>;
  query?: Record<string, string | undefined>;
  /** What the server must say that it is. */
  type: string;
}

/** The file, as it comes. Ends with a BridgeProblemError when it breaks off. */
export type FileContent = AsyncIterable<Uint8Array>;

/** Opens a file in the name of whoever has the token. @throws BridgeProblemError */
export type OpenFile = (
  server: string,
  file: RemoteFile,
  accessToken: string,
  cancelled: AbortSignal,
) => Promise<FileContent>;

/** A server that is silent for longer has gone away; how long the whole takes does not matter. */
const silenceMs = 30_000;
const maxRefusalBytes = 100_000;

export function createFileDownload({
  fetch,
  userAgent,
  silenceLimitMs = silenceMs,
}: {
  fetch: Fetch;
  userAgent: string;
  silenceLimitMs?: number;
}): OpenFile {
  return async (server, file, accessToken, cancelled) => {
    const silence = new AbortController();
    const watchdog = setTimeout(() => silence.abort(), silenceLimitMs);
    const signal = AbortSignal.any([cancelled, silence.signal]);
    try {
      const response = await fetch(addressOf(server, file), {
        signal,
        headers: { 'User-Agent': userAgent, Accept: file.type, Authorization: `Bearer ${accessToken}` },
      });
      if (response.status !== 200) throw await refusalOf(server, response);
      if (!contentTypeOf(response).startsWith(file.type) || response.body === null)
        throw notFastLinkIt(server);
      return content(server, response.body, watchdog);
    } catch (error) {
      clearTimeout(watchdog);
      throw problemOf(error) === undefined ? problemFromFailure(server, error) : error;
    }
  };
}

async function* content(
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
    const detail = `The connection to ${server} broke off, so the file is not complete and was not kept. Try again.`;
    throw new BridgeProblemError(
      { code: 'server_unreachable', detail },
      { cause: problemFromFailure(server, error) },
    );
  } finally {
    clearTimeout(watchdog);
  }
}

function addressOf(server: string, { path, params, query = {} }: RemoteFile): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const search = new URLSearchParams(given).toString();
  return `${server}${fillPath(path, params)}${search === '' ? '' : `?${search}`}`;
}

async function refusalOf(server: string, response: Response): Promise<BridgeProblemError> {
  const body = await response.text();
  return problemFromAnswer(server, {
    status: response.status,
    contentType: contentTypeOf(response),
    retryAfter: response.headers.get('retry-after') ?? undefined,
    body: body.slice(0, maxRefusalBytes),
  });
}

function contentTypeOf(response: Response): string {
  return response.headers.get('content-type') ?? '';
}
