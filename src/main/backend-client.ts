import axios from 'axios';
import type { AxiosInstance, AxiosResponse } from 'axios';
import type { Endpoint, EndpointAnswer, EndpointInput } from '#contract/endpoint';
import type { login, refresh, SessionTokens } from '#contract/session';
import {
  BridgeProblemError,
  hasTimedOut,
  notFastLinkIt,
  problemFromAnswer,
  problemFromFailure,
} from './bridge-problem.ts';

/** The fetch that every request goes out by: over Electron's network stack, without redirects, cookies or cache. */
export type Fetch = (input: string | Request, init?: RequestInit) => Promise<Response>;

export interface CallOptions {
  accessToken?: string;
  /** The same for each try of one deed, so that the server does it once. */
  idempotencyKey?: string | undefined;
  timeLimitMs?: number;
}

/** Tokens, and until when (by this computer's clock) the access token can be used without asking. */
export interface IssuedTokens {
  tokens: SessionTokens;
  freshUntil: number;
}

export interface BackendClient {
  /** Makes one call of the API. @throws BridgeProblemError whatever goes wrong */
  call<E extends Endpoint>(
    server: string,
    endpoint: E,
    input: EndpointInput<E>,
    options?: CallOptions,
  ): Promise<EndpointAnswer<E>>;
  /** A call that is answered with tokens. @throws BridgeProblemError */
  issueTokens(
    server: string,
    endpoint: TokenEndpoint,
    input: EndpointInput<TokenEndpoint>,
    options?: CallOptions,
  ): Promise<IssuedTokens>;
}

type TokenEndpoint = typeof login | typeof refresh;

const timeLimitMs = 15_000;
const maxAnswerBytes = 5_000_000;
/** An access token is renewed so long before it expires. */
const renewAheadMs = 60_000;
/** Between the tries of one deed: once after a broken connection, and while its first try still runs. */
const repeatDelaysMs = [300, 1_000, 2_000];

/**
 * @param fetch how requests go out
 * @param userAgent names the app and its version; the server shows it in the list of sessions
 */
export function createBackendClient({
  fetch,
  userAgent,
}: {
  fetch: Fetch;
  userAgent: string;
}): BackendClient {
  const http = axios.create({
    adapter: 'fetch',
    env: { fetch: (input, init) => fetch(input instanceof URL ? input.href : input, init) },
    headers: { 'User-Agent': userAgent, Accept: 'application/json, application/problem+json' },
    timeout: timeLimitMs,
    maxContentLength: maxAnswerBytes,
    responseType: 'text',
    transformResponse: (body: unknown) => body,
    validateStatus: () => true,
  });
  return {
    call: async (server, endpoint, input, options = {}) =>
      // Which parts an endpoint takes is known to the caller's types; from here on they are only passed on.
      parseAnswer(server, endpoint, await send(http, server, endpoint, input as Parts, options)),
    async issueTokens(server, endpoint, input, options = {}) {
      const response = await send(http, server, endpoint, input, options);
      const tokens = parseAnswer(server, endpoint, response);
      return { tokens, freshUntil: freshUntil(tokens, headerOf(response, 'date'), Date.now()) };
    },
  };
}

/**
 * Until when the access token is used: by this computer's clock, but measured by the server's, because the two
 * may be far apart.
 */
export function freshUntil(tokens: SessionTokens, serverDate: string | undefined, now: number): number {
  const serverNow = serverDate === undefined ? Number.NaN : Date.parse(serverDate);
  const lifetimeMs = Date.parse(tokens.accessTokenExpiresAt) - (Number.isNaN(serverNow) ? now : serverNow);
  return now + Math.max(0, lifetimeMs - renewAheadMs);
}

interface Parts {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

async function send(
  http: AxiosInstance,
  server: string,
  endpoint: Endpoint,
  input: Parts,
  options: CallOptions,
): Promise<AxiosResponse<string>> {
  for (let tries = 0; ; tries += 1) {
    try {
      const response = await sendOnce(http, server, endpoint, input, options);
      if (response.status === endpoint.status) return response;
      throw problemFromAnswer(server, {
        status: response.status,
        contentType: headerOf(response, 'content-type') ?? '',
        retryAfter: headerOf(response, 'retry-after'),
        body: response.data,
      });
    } catch (error) {
      const delay = repeatDelaysMs[tries];
      if (delay === undefined || !canRepeat(error, tries, options)) throw error;
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}

async function sendOnce(
  http: AxiosInstance,
  server: string,
  endpoint: Endpoint,
  { params = {}, query, body }: Parts,
  options: CallOptions,
): Promise<AxiosResponse<string>> {
  try {
    return await http.request<string>({
      baseURL: server,
      url: fillPath(endpoint.path, params),
      method: endpoint.method,
      params: query,
      data: body,
      headers: {
        ...(options.accessToken === undefined ? {} : { Authorization: `Bearer ${options.accessToken}` }),
        ...(options.idempotencyKey === undefined ? {} : { 'Idempotency-Key': options.idempotencyKey }),
      },
      ...(options.timeLimitMs === undefined ? {} : { timeout: options.timeLimitMs }),
    });
  } catch (error) {
    if (axios.isAxiosError(error) && error.code === axios.AxiosError.ERR_BAD_RESPONSE)
      throw notFastLinkIt(server);
    throw problemFromFailure(server, error);
  }
}

/** With a key the server does a deed once however often it hears of it: a lost answer can be asked for again. */
function canRepeat(error: unknown, tries: number, options: CallOptions): boolean {
  if (options.idempotencyKey === undefined || !(error instanceof BridgeProblemError)) return false;
  if (error.problem.code === 'idempotency_key_in_use') return true;
  return error.problem.code === 'server_unreachable' && tries === 0 && !hasTimedOut(error);
}

/** Puts the values into the path's `:name`s. */
export function fillPath(path: string, params: Record<string, unknown>): string {
  return path.replaceAll(/:(\w+)/g, (_match, name: string) => encodeURIComponent(String(params[name])));
}

function parseAnswer<E extends Endpoint>(
  server: string,
  endpoint: E,
  response: AxiosResponse<string>,
): EndpointAnswer<E> {
  const answer = endpoint.answer.safeParse(readBody(server, response));
  if (!answer.success) throw notFastLinkIt(server, answer.error);
  // The schema that has just accepted it is the one the type is inferred from.
  return answer.data as EndpointAnswer<E>;
}

function readBody(server: string, response: AxiosResponse<string>): unknown {
  if (response.status === 204) return undefined;
  try {
    return JSON.parse(response.data);
  } catch {
    throw notFastLinkIt(server);
  }
}

function headerOf(response: AxiosResponse<string>, name: string): string | undefined {
  const value: unknown = response.headers[name];
  return typeof value === 'string' ? value : undefined;
}
