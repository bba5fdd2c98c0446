import type { NetworkFailure, NetworkProblem } from '#contract/bridge/types';

/** What is known of a failure on the way to the server. */
export interface NetworkFailureDetails {
  failure: NetworkFailure;
  /** What Chromium or Node calls it, such as `ERR_CERT_DATE_INVALID`; for the log and the finer sentences. */
  name: string;
  proxy?: string;
  movedTo?: string;
  isPasswordWrong?: boolean;
}

/** A request that failed on its way, classified. The message is its name. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
  readonly details: NetworkFailureDetails;

  constructor(details: NetworkFailureDetails) {
    super(details.name);
    this.details = details;
  }
}

/** The first pattern that a name matches is what it stands for. Names are those of Chromium (`ERR_…`) and of Node. */
const failuresByName: readonly [RegExp, NetworkFailure][] = [
  [/^ERR_(INTERNET_DISCONNECTED|NETWORK_IO_SUSPENDED)$/, 'offline'],
  [/^(ERR_NAME_NOT_RESOLVED|ENOTFOUND)$/, 'unknown_host'],
  [/^(ERR_(DNS_.+|NAME_RESOLUTION_FAILED)|EAI_AGAIN)$/, 'no_dns'],
  [/^(ERR_(CONNECTION_REFUSED|ADDRESS_UNREACHABLE)|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/, 'refused'],
  [/^(ERR_(CONNECTION_)?TIMED_OUT|ETIMEDOUT|TimeoutError)$/, 'silent'],
  [/^ERR_(CERT_.+|SSL_SERVER_CERT_BAD_FORMAT|SSL_PINNED_KEY_NOT_IN_CERT_CHAIN)$/, 'certificate'],
  [/^(ERR_SSL_.+|EPROTO)$/, 'not_https'],
  [/^ERR_(PROXY_AUTH_REQUESTED|PROXY_AUTH_REQUESTED_WITH_NO_CONNECTION)$/, 'proxy_password'],
  [/^ERR_((PROXY|TUNNEL|SOCKS|PAC)_.+|MANDATORY_PROXY_.+|NO_SUPPORTED_PROXIES)$/, 'proxy_refused'],
  [
    /^ERR_(CONNECTION_.+|EMPTY_RESPONSE|INVALID_HTTP_RESPONSE|RESPONSE_HEADERS_.+|(HTTP2|QUIC)_.+)$/,
    'closed',
  ],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET|HPE_.+)$/, 'closed'],
];

/** Classifies an error of fetch or axios by the names in it and its causes. */
export function classifyError(error: unknown): NetworkFailureDetails {
  const names: string[] = [];
  for (let cause = error, depth = 0; cause instanceof Error && depth < 6; cause = cause.cause, depth += 1) {
    if (cause instanceof NetworkError) return cause.details;
    const chromium = /net::(ERR_[A-Z0-9_]+)/.exec(cause.message)?.[1];
    if (chromium !== undefined) names.unshift(chromium);
    if ('code' in cause && typeof cause.code === 'string') names.push(cause.code);
    names.push(cause.name);
  }
  for (const name of names) {
    const failure = failuresByName.find(([pattern]) => pattern.test(name))?.[1];
    if (failure !== undefined) return { failure, name };
  }
  return { failure: 'other', name: names[0] ?? '' };
}

/** Whether a call may have been answered, or would be at another attempt: nothing else is worth repeating. */
export function isWorthRepeating(failure: NetworkFailure | undefined): boolean {
  return failure === 'closed' || failure === 'refused' || failure === 'other';
}

/** The problem that the window shows for a failure, at the sign-in and in the connection bar. */
export function networkProblem(server: string, details: NetworkFailureDetails): NetworkProblem {
  const { failure, proxy, movedTo } = details;
  return {
    failure,
    reason: reasonOf(server, details),
    ...(proxy === undefined ? {} : { proxy }),
    ...(movedTo === undefined ? {} : { movedTo }),
  };
}

function reasonOf(server: string, details: NetworkFailureDetails): string {
  switch (details.failure) {
    case 'offline':
      return 'This computer is offline. Connect to a network and try again.';
    case 'no_dns':
      return 'This computer can’t look up server names right now. Check its network connection.';
    case 'unknown_host':
      return `No server named ${hostOf(server)} was found. Check the address.`;
    case 'refused':
      return 'Check that the server is running and that its address is right.';
    case 'silent':
      return 'The server didn’t answer in time. Check the address, or try again in a moment.';
    case 'closed':
      return 'The server closed the connection without an answer. Check the address and try again.';
    case 'not_https':
      return 'The server doesn’t answer over https. Check the port and how the address starts.';
    case 'certificate':
      return certificateReason(server, details.name);
    case 'proxy_password':
      return proxyPasswordReason(details);
    case 'proxy_refused':
      return proxyReason(details);
    case 'answered_instead':
      return 'Something between this computer and the server answers in its place, such as a Wi-Fi sign-in page. Open any website in your browser to check.';
    case 'moved':
      return `${server} has moved to ${details.movedTo ?? 'another address'}.`;
    case 'paused':
      return 'The server isn’t available right now. Try again in a moment.';
    case 'other':
      return 'Check the address and the network.';
  }
}

function proxyPasswordReason({ proxy, isPasswordWrong = false }: NetworkFailureDetails): string {
  const name = nameOfProxy(proxy);
  return isPasswordWrong
    ? `${name} didn’t accept this user name and password.`
    : `${name} asks for a user name and password.`;
}

function proxyReason({ name, proxy }: NetworkFailureDetails): string {
  if (/^ERR_(PAC|MANDATORY|NO_SUPPORTED)_/.test(name))
    return 'This computer’s proxy script can’t be used. Check the proxy settings of this computer.';
  if (name === 'ERR_PROXY_CONNECTION_FAILED' || name === 'ERR_SOCKS_CONNECTION_FAILED')
    return `${nameOfProxy(proxy)} can’t be reached. Check the proxy settings of this computer.`;
  return `${nameOfProxy(proxy)} refused the connection. Ask your network administrator.`;
}

function nameOfProxy(proxy: string | undefined): string {
  return proxy === undefined ? 'This computer’s proxy' : `The proxy ${proxy}`;
}

function certificateReason(server: string, name: string, platform = process.platform): string {
  switch (name) {
    case 'ERR_CERT_DATE_INVALID':
      return `The certificate of ${server} has expired or isn’t valid yet, or this computer’s clock is wrong.`;
    case 'ERR_CERT_COMMON_NAME_INVALID':
      return `The certificate of ${server} is for a different server name.`;
    case 'ERR_CERT_AUTHORITY_INVALID':
      return platform === 'linux'
        ? `The certificate of ${server} comes from an authority that this app doesn’t trust. If it’s your company’s own, ask your administrator to add it to ~/.pki/nssdb, where Linux apps look for certificates.`
        : `The certificate of ${server} comes from an authority that this computer doesn’t trust.`;
    case 'ERR_CERT_REVOKED':
      return `The certificate of ${server} has been revoked.`;
    default:
      return `The certificate of ${server} isn’t valid.`;
  }
}

function hostOf(server: string): string {
  return URL.canParse(server) ? new URL(server).hostname : server;
}
