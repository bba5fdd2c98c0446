import { setTimeout } from 'node:timers/promises';
import axios from 'axios';
import type { AxiosInstance, AxiosResponse } from 'axios';
import type { Endpoint, EndpointAnswer, EndpointInput } from '#contract/endpoint';
import { serverVersionHeader } from '#contract/version/model';
import { deviceHeader } from '#contract/session/model';
import type { signIn, refreshSession, SessionTokens } from '#contract/session/api';
import { releasesDiffer } from './server-release.ts';
import { BridgeProblemError, notFastLinkIt } from './bridge-problem.ts';
import { isWorthRepeating } from './network-failure.ts';
import { foreignAnswer, problemFromAnswer, problemFromFailure } from './server-problem.ts';

/** A fetch that goes through Electron's network stack, without cookies or cache. A redirect is an answer to it. */
export type Fetch = (input: string | Request, init?: RequestInit) => Promise<Response>;

export interface CallOptions {
  accessToken?: string;
  /** The same for every attempt of one call, so that the server acts once. */
  idempotencyKey?: string | undefined;
  timeLimitMs?: number;
  headers?: Record<string, string>;
  /** A FastLinkIt server has answered at this address before; with an access token that is certain. */
  isKnownServer?: boolean;
}

/** What each server knows this device by. It is no credential, and says nothing about who signed in. */
export interface DeviceMemory {
  /** @returns undefined for a server that nobody has signed in to from here */
  read(server: string): string | undefined;
  write(server: string, device: string): void;
}

/** The tokens of a session. `freshUntil`: how long the access token can be used, by this computer's clock. */
export interface IssuedTokens {
  tokens: SessionTokens;
  freshUntil: number;
  /** The release of the server; undefined for 0.1.0, which does not name it. */
  serverRelease?: string | undefined;
}

export interface BackendClient {
  /** Calls an endpoint. @throws BridgeProblemError for every failure */
  call<E extends Endpoint>(
    server: string,
    endpoint: E,
    input: EndpointInput<E>,
    options?: CallOptions,
  ): Promise<EndpointAnswer<E>>;
  /** Calls an endpoint that answers with tokens. @throws BridgeProblemError for every failure */
  issueTokens(
    server: string,
    endpoint: TokenEndpoint,
    input: EndpointInput<TokenEndpoint>,
    options?: CallOptions,
  ): Promise<IssuedTokens>;
}

type TokenEndpoint = typeof signIn | typeof refreshSession;

const timeLimitMs = 15_000;
const maxAnswerBytes = 5_000_000;
/** How long before its expiry an access token is renewed. */
const renewAheadMs = 60_000;
/** The delays before the repeated attempts of a call. */
const retryDelaysMs = [300, 1_000, 2_000];

/**
 * Creates the client for the server's API.
 *
 * @param appHeaders name the app and its release; the server shows `User-Agent` in the list of sessions
 * @param serverNow the time by the server's clock
 */
export function createBackendClient({
  fetch,
  appHeaders,
  serverNow,
  devices,
}: {
  fetch: Fetch;
  appHeaders: Record<string, string>;
  serverNow: () => number;
  devices?: DeviceMemory;
}): BackendClient {
  const http = axios.create({
    adapter: 'fetch',
    env: { fetch: (input, init) => fetch(input instanceof URL ? input.href : input, init) },
    headers: { ...appHeaders, Accept: 'application/json, application/problem+json' },
    timeout: timeLimitMs,
    maxContentLength: maxAnswerBytes,
    responseType: 'text',
    transformResponse: (body: unknown) => body,
    validateStatus: () => true,
  });
  const connection = { http, serverNow };
  return {
    call: async (server, endpoint, input, options = {}) =>
      // The caller's types ensure that the input has the parts that the endpoint takes.
      parseAnswer(
        server,
        endpoint,
        await send(connection, server, endpoint, input as Parts, options),
        options,
      ),
    async issueTokens(server, endpoint, input, options = {}) {
      // A refresh token says enough; a sign-in has to differ from those that strangers try elsewhere.
      const device = endpoint.name === 'session.signIn' ? devices?.read(server) : undefined;
      const headers = device === undefined ? {} : { [deviceHeader]: device };
      const response = await send(connection, server, endpoint, input, { ...options, headers });
      const tokens = parseAnswer(server, endpoint, response, options);
      const given = headerOf(response, deviceHeader.toLowerCase());
      if (given !== undefined) devices?.write(server, given);
      return {
        tokens,
        freshUntil: freshUntil(tokens, headerOf(response, 'date'), Date.now()),
        serverRelease: releaseOf(response),
      };
    },
  };
}

/**
 * How long an access token can be used, by this computer's clock. Its lifetime is measured with the server's clock,
 * because the two may differ.
 *
 * @param serverDate the `Date` header of the answer
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
  { http, serverNow }: { http: AxiosInstance; serverNow: () => number },
  server: string,
  endpoint: Endpoint,
  input: Parts,
  options: CallOptions,
): Promise<AxiosResponse<string>> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await sendOnce(http, server, endpoint, input, options);
      if (response.status === endpoint.status) return response;
      const answer = {
        status: response.status,
        contentType: headerOf(response, 'content-type') ?? '',
        retryAfter: headerOf(response, 'retry-after'),
        receivedAt: serverNow(),
        location: headerOf(response, 'location'),
        serverRelease: releaseOf(response),
        body: response.data,
      };
      throw problemFromAnswer(server, answer, isKnown(options));
    } catch (error) {
      const delay = retryDelaysMs[attempt];
      if (delay === undefined || !canRetry(error, attempt, options)) throw error;
      await setTimeout(delay);
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
        ...options.headers,
      },
      timeout: options.timeLimitMs ?? endpoint.timeLimitMs ?? timeLimitMs,
    });
  } catch (error) {
    if (axios.isAxiosError(error) && error.code === axios.AxiosError.ERR_BAD_RESPONSE)
      throw notFastLinkIt(server);
    throw problemFromFailure(server, error);
  }
}

/**
 * Whether to repeat a call. With an idempotency key the server acts once: a call whose answer was lost can be repeated
 * once, and a call whose first attempt still runs can wait for it.
 */
function canRetry(error: unknown, attempt: number, options: CallOptions): boolean {
  if (options.idempotencyKey === undefined || !(error instanceof BridgeProblemError)) return false;
  if (error.problem.code === 'idempotency_key_in_use') return true;
  return attempt === 0 && isWorthRepeating(error.problem.network?.failure);
}

function isKnown({ isKnownServer, accessToken }: CallOptions): boolean {
  return isKnownServer ?? accessToken !== undefined;
}

/** Replaces each `:name` in the path with its value. */
export function fillPath(path: string, params: Record<string, unknown>): string {
  return path.replaceAll(/:(\w+)/g, (_match, name: string) => encodeURIComponent(String(params[name])));
}

function parseAnswer<E extends Endpoint>(
  server: string,
  endpoint: E,
  response: AxiosResponse<string>,
  options: CallOptions,
): EndpointAnswer<E> {
  const answer = endpoint.answer.safeParse(readBody(response));
  if (!answer.success) {
    const serverRelease = releaseOf(response);
    throw serverRelease === undefined
      ? foreignAnswer(server, isKnown(options), answer.error)
      : releasesDiffer(server, serverRelease, answer.error);
  }
  // The type is inferred from the schema that has just accepted the answer.
  return answer.data as EndpointAnswer<E>;
}

/** The body as JSON; null, which no endpoint answers with, where it is none. */
function readBody(response: AxiosResponse<string>): unknown {
  if (response.status === 204) return undefined;
  try {
    return JSON.parse(response.data);
  } catch {
    return null;
  }
}

function releaseOf(response: AxiosResponse<string>): string | undefined {
  return headerOf(response, serverVersionHeader.toLowerCase());
}

function headerOf(response: AxiosResponse<string>, name: string): string | undefined {
  const value: unknown = response.headers[name];
  return typeof value === 'string' ? value : undefined;
}
