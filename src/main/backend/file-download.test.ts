import { afterEach, describe, expect, it } from 'vitest';
import { answerProblem, startLocalServer } from '../../../test/helpers/local-server.ts';
import type { Answerer, LocalServer } from '../../../test/helpers/local-server.ts';
import { problemOf } from './bridge-problem.ts';
import { createFileDownload } from './file-download.ts';
import type { FileContent, RemoteFile } from './file-download.ts';

const connection = {
  fetch: (input: string | Request, init?: RequestInit) => fetch(input, init),
  appHeaders: { 'User-Agent': 'test' },
  serverNow: () => Date.parse('2001-02-03T04:05:06Z'),
};
const file: RemoteFile = {
  path: '/api/organizations/:organizationId/members.csv',
  params: { organizationId: 'o/1' },
  query: { type: 'invite.created', actor: undefined },
  type: 'text/csv',
};
const csv = { 'Content-Type': 'text/csv; charset=utf-8' };

let server: LocalServer;
afterEach(() => server.close());

interface Given {
  cancelled?: AbortSignal;
  silenceLimitMs?: number;
}

async function download(answer: Answerer, { cancelled, silenceLimitMs }: Given = {}): Promise<FileContent> {
  server = await startLocalServer(answer);
  const openFile = createFileDownload({ ...connection, silenceLimitMs });
  return openFile(server.url, file, 'token', cancelled ?? new AbortController().signal);
}

async function read(content: FileContent): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const problemIn = async (work: Promise<unknown>) => problemOf(await work.catch((error: unknown) => error));

describe('a download', () => {
  it('requests the file by path and query, and returns its chunks', async () => {
    const content = await download((_request, response) => {
      response.writeHead(200, csv);
      response.write('id,email\r\n');
      response.end('1,ada@acme.test\r\n');
    });
    expect(await read(content)).toBe('id,email\r\n1,ada@acme.test\r\n');
    expect(server.requests).toMatchObject([
      {
        method: 'GET',
        path: '/api/organizations/o%2F1/members.csv?type=invite.created',
        headers: { authorization: 'Bearer token', accept: 'text/csv' },
      },
    ]);
  });

  it('throws the problem that the server answers with', async () => {
    const refused = download((_request, response) => answerProblem(response, 403, 'forbidden'));
    expect(await problemIn(refused)).toMatchObject({ code: 'forbidden', detail: 'Words for forbidden.' });
  });

  it('rejects an answer with another content type', async () => {
    const other = download((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end('<h1>Sign in to the hotel’s network</h1>');
    });
    expect(await problemIn(other)).toMatchObject({ network: { failure: 'answered_instead' } });
  });

  it('throws a problem when the connection is lost, instead of ending the file', async () => {
    const content = await download((_request, response) => {
      response.writeHead(200, csv);
      response.write('id,email\r\n');
      setImmediate(() => response.destroy());
    });
    expect(await problemIn(read(content))).toMatchObject({ code: 'server_unreachable' });
  });

  it('gives up when the server sends nothing for too long', async () => {
    const silent = async () =>
      read(
        await download(
          (_request, response) => {
            response.writeHead(200, csv);
            response.write('id,email\r\n');
          },
          { silenceLimitMs: 200 },
        ),
      );
    expect(await problemIn(silent())).toMatchObject({ code: 'server_unreachable' });
  });

  it('can be cancelled', async () => {
    const caller = new AbortController();
    const content = await download(
      (_request, response) => {
        response.writeHead(200, csv);
        response.write('id,email\r\n');
      },
      { cancelled: caller.signal },
    );
    const reading = problemIn(read(content));
    caller.abort();
    expect(await reading).toMatchObject({ code: 'server_unreachable' });
  });
});
