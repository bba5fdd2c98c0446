import { serverVersionHeader } from '#contract/version/model';
import type { BridgeProblemError } from './bridge-problem.ts';
import { problemFromAnswer } from './server-problem.ts';

/** More than any problem that a server answers with. */
const maxProblemBytes = 100_000;

/**
 * The problem with an answer of a server that is known, and that something else was expected of.
 *
 * @param receivedAt when it came, by the server's clock
 */
export async function problemOfResponse(
  server: string,
  response: Response,
  receivedAt: number,
): Promise<BridgeProblemError> {
  const { status, headers } = response;
  const header = (name: string): string | undefined => headers.get(name) ?? undefined;
  const answer = {
    status,
    contentType: header('content-type') ?? '',
    retryAfter: header('retry-after'),
    receivedAt,
    location: header('location'),
    serverRelease: header(serverVersionHeader),
    body: await readBeginning(response),
  };
  return problemFromAnswer(server, answer, true);
}

/** A page that answers in place of the server may have no end. */
async function readBeginning({ body }: Response): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  const chunks: AsyncIterable<Uint8Array> = body;
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > maxProblemBytes) break;
  }
  return text;
}
