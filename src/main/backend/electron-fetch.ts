import { Readable } from 'node:stream';
import { net } from 'electron';
import type { AuthInfo, IncomingMessage, Session } from 'electron';
import type { Fetch } from './backend-client.ts';
import { diagnose } from './network-diagnosis.ts';
import { NetworkError } from './network-failure.ts';
import type { ProxyPasswords } from './proxy-passwords.ts';

/**
 * A fetch over Chromium's network stack, so that the system's proxy and certificates apply. Electron's own `session.fetch`
 * does not say where a redirect leads, and cancels when a proxy asks for a password.
 *
 * A redirect is an answer like any other. Nothing is stored, and no cookie is sent. A failure is a `NetworkError`, unless the
 * caller has cancelled the request.
 */
export function createElectronFetch(network: Session, proxyPasswords: ProxyPasswords): Fetch {
  const facts = {
    isOnline: () => net.isOnline(),
    resolveProxy: (url: string) => network.resolveProxy(url),
  };
  return async (input, init) => {
    const request = new Request(input, init);
    try {
      return await send(request, network, proxyPasswords);
    } catch (error) {
      if (request.signal.aborted && !hasTimedOut(request.signal.reason)) throw error;
      throw await diagnose(request.url, error, facts);
    }
  };
}

async function send(request: Request, network: Session, passwords: ProxyPasswords): Promise<Response> {
  const { signal } = request;
  const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const client = net.request({
    session: network,
    method: request.method,
    url: request.url,
    cache: 'no-store',
    redirect: 'manual',
  });
  const cancel = (): void => {
    reject(signal.reason as Error);
    client.abort();
  };
  signal.addEventListener('abort', cancel, { once: true });
  for (const [name, value] of request.headers) client.setHeader(name, value);
  let triedPassword = false;
  client.on('login', (asking: AuthInfo, answer) => {
    const proxy = `${asking.host}:${asking.port}`;
    const password = asking.isProxy && !triedPassword ? passwords.find(proxy) : undefined;
    if (password !== undefined) {
      triedPassword = true;
      answer(password.username, password.password);
      return;
    }
    // Without a password the server's own answer is handed on.
    answer();
    if (!asking.isProxy) return;
    const isPasswordWrong = passwords.ask(proxy, triedPassword);
    reject(new NetworkError({ failure: 'proxy_password', name: 'proxy password', proxy, isPasswordWrong }));
    client.abort();
  });
  client.on('redirect', (status, _method, location) =>
    resolve(new Response(null, { status, headers: { location } })),
  );
  client.on('response', (response) => {
    // The signal of a request is forgotten with the request, which must outlive the body that is still being read.
    response.on('end', () => request.signal.removeEventListener('abort', cancel));
    resolve(toResponse(response));
  });
  // After a redirect, which is not followed, it reports that too.
  client.on('error', reject);
  if (body === undefined) client.end();
  else client.end(body);
  return promise;
}

function toResponse(incoming: IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const { statusCode: status, statusMessage: statusText } = incoming;
  if (isWithoutBody(status)) return new Response(null, { status, statusText, headers });
  // It is a stream, which its type does not say.
  const body = Readable.toWeb(incoming as unknown as Readable) as ReadableStream<Uint8Array>;
  return new Response(body, { status, statusText, headers });
}

function isWithoutBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** Whether a request was cancelled because its time was over, by axios or by `AbortSignal.timeout`. */
function hasTimedOut(reason: unknown): boolean {
  return (
    reason instanceof Error &&
    (reason.name === 'TimeoutError' || ('code' in reason && reason.code === 'ETIMEDOUT'))
  );
}
