import type { Endpoint, EndpointAnswer, EndpointInput } from '#contract/endpoint';
import { problemBody, type ProblemBody, type ProblemCode } from '#contract/problem';
import { signIn as signInEndpoint, type SessionTokens } from '#contract/session/api';

/** The server's answer as it came. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The text as JSON; undefined when it is none. */
  json: unknown;
}

export interface RawRequest {
  method: string;
  path: string;
  /** Sent as it is when a string, else as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** A refusal that a call met. */
export class Refused extends Error {
  readonly problem: ProblemBody;
  readonly status: number;
  readonly headers: Headers;

  constructor(call: string, problem: ProblemBody, { status, headers }: RawAnswer) {
    super(`${call}: ${status} ${problem.code}: ${problem.detail} ${JSON.stringify(problem.errors ?? '')}`);
    this.problem = problem;
    this.status = status;
    this.headers = headers;
  }
}

/** A body that needs nothing in it need not be sent. */
type WithOptionalBody<Input> = Input extends { body: infer Body }
  ? Record<string, never> extends Body
    ? Omit<Input, 'body'> & { body?: Body }
    : Input
  : Input;

type CallInput<E extends Endpoint> = WithOptionalBody<EndpointInput<E>> & {
  headers?: Record<string, string>;
};

/** Calls a backend by the contract's own declarations. */
export interface ApiClient {
  url: string;
  /** @throws Refused; an Error for an answer that is not what the contract says */
  call: <E extends Endpoint>(endpoint: E, input: CallInput<E>) => Promise<EndpointAnswer<E>>;
  /** The refusal that the call meets; throws when it meets none. */
  refusal: <E extends Endpoint>(endpoint: E, input: CallInput<E>) => Promise<Refused>;
  /** A call that the contract does not know or would not make. */
  raw: (request: RawRequest) => Promise<RawAnswer>;
  accessToken: string | undefined;
}

/** A client of the backend at `url`; with an access token it calls as that session. */
export function createApiClient(url: string, accessToken?: string): ApiClient {
  async function raw({ method, path, body, headers = {} }: RawRequest): Promise<RawAnswer> {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(accessToken === undefined ? {} : { Authorization: `Bearer ${accessToken}` }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parsed(text) };
  }

  async function call<E extends Endpoint>(endpoint: E, input: CallInput<E>): Promise<EndpointAnswer<E>> {
    const { params, query, body, headers }: LooseInput = input;
    const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(String(params?.[name])),
    );
    const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
    const search =
      given.length === 0 ? '' : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)]))}`;
    const answer = await raw({
      method: endpoint.method,
      path: path + search,
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
    });
    if (answer.status >= 400) throw new Refused(endpoint.name, problemBody.parse(answer.json), answer);
    if (answer.status !== endpoint.status) {
      throw new Error(`${endpoint.name}: ${answer.status} instead of ${endpoint.status}: ${answer.text}`);
    }
    // The endpoint's own schema has just made it what its type says.
    return endpoint.answer.parse(answer.json) as EndpointAnswer<E>;
  }

  return {
    url,
    accessToken,
    raw,
    call,
    async refusal(endpoint, input) {
      try {
        await call(endpoint, input);
      } catch (error) {
        if (error instanceof Refused) return error;
        throw error;
      }
      throw new Error(`${endpoint.name} was not refused`);
    },
  };
}

interface LooseInput {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  headers?: Record<string, string>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The problem code of a raw answer; throws when the answer is no problem in its wire form. */
export function problemOf(answer: RawAnswer): ProblemCode {
  const contentType = answer.headers.get('content-type') ?? '';
  if (!contentType.startsWith('application/problem+json')) throw new Error(`${contentType}: ${answer.text}`);
  const problem = problemBody.parse(answer.json);
  if (problem.status !== answer.status) throw new Error(`status ${answer.status} with ${answer.text}`);
  return problem.code;
}

/** Signs in, with a recovery code where there are some; the client returned calls as that session. */
export async function signIn(
  url: string,
  { email, password, recoveryCodes }: { email: string; password: string; recoveryCodes?: string[] },
): Promise<{ client: ApiClient; tokens: SessionTokens }> {
  const totp = recoveryCodes?.pop();
  const body = { email, password, ...(totp === undefined ? {} : { totp }) };
  const tokens = await createApiClient(url).call(signInEndpoint, { body });
  return { client: createApiClient(url, tokens.accessToken), tokens };
}
