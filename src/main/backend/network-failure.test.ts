import { describe, expect, it } from 'vitest';
import { classifyError, isWorthRepeating, NetworkError, networkProblem } from './network-failure.ts';

const server = 'https://help.acme.test:8443';

/** An error as axios wraps that of Chromium. */
const wrapped = (message: string) => new Error('Network Error', { cause: new Error(message) });

describe('the classification', () => {
  it.each([
    ['ERR_INTERNET_DISCONNECTED', 'offline', 'This computer is offline'],
    ['ERR_NETWORK_IO_SUSPENDED', 'offline', 'This computer is offline'],
    ['ERR_NAME_NOT_RESOLVED', 'unknown_host', 'No server named help.acme.test was found'],
    ['ERR_DNS_TIMED_OUT', 'no_dns', 'can’t look up server names'],
    ['ERR_CONNECTION_REFUSED', 'refused', 'Check that the server is running'],
    ['ERR_ADDRESS_UNREACHABLE', 'refused', 'Check that the server is running'],
    ['ERR_CONNECTION_TIMED_OUT', 'silent', 'didn’t answer in time'],
    ['ERR_TIMED_OUT', 'silent', 'didn’t answer in time'],
    ['ERR_CONNECTION_RESET', 'closed', 'closed the connection'],
    ['ERR_EMPTY_RESPONSE', 'closed', 'closed the connection'],
    ['ERR_HTTP2_PROTOCOL_ERROR', 'closed', 'closed the connection'],
    ['ERR_SSL_PROTOCOL_ERROR', 'not_https', 'doesn’t answer over https'],
    ['ERR_SSL_VERSION_OR_CIPHER_MISMATCH', 'not_https', 'doesn’t answer over https'],
    ['ERR_CERT_AUTHORITY_INVALID', 'certificate', 'doesn’t trust'],
    ['ERR_CERT_DATE_INVALID', 'certificate', 'expired'],
    ['ERR_CERT_COMMON_NAME_INVALID', 'certificate', 'different server name'],
    ['ERR_CERT_REVOKED', 'certificate', 'revoked'],
    ['ERR_CERT_WEAK_KEY', 'certificate', 'isn’t valid'],
    ['ERR_TUNNEL_CONNECTION_FAILED', 'proxy_refused', 'proxy refused the connection'],
    ['ERR_PROXY_AUTH_UNSUPPORTED', 'proxy_refused', 'proxy refused the connection'],
    ['ERR_PROXY_CONNECTION_FAILED', 'proxy_refused', 'proxy can’t be reached'],
    ['ERR_SOCKS_CONNECTION_FAILED', 'proxy_refused', 'proxy can’t be reached'],
    ['ERR_MANDATORY_PROXY_CONFIGURATION_FAILED', 'proxy_refused', 'proxy script'],
    ['ERR_PAC_SCRIPT_FAILED', 'proxy_refused', 'proxy script'],
    ['ERR_UNSAFE_PORT', 'other', 'Check the address and the network'],
  ])('takes %s for %s, and has a sentence for it', (name, failure, phrase) => {
    const details = classifyError(wrapped(`net::${name}`));
    expect(details).toEqual({ failure, name });
    const { reason } = networkProblem(server, details);
    expect(reason).toContain(phrase);
    expect(reason).toMatch(/^[A-Z].*\.$/);
    expect(reason).not.toMatch(/ERR_|net::/);
  });

  it.each([
    ['ECONNREFUSED', 'refused'],
    ['ECONNRESET', 'closed'],
    ['UND_ERR_SOCKET', 'closed'],
    ['ETIMEDOUT', 'silent'],
    ['ENOTFOUND', 'unknown_host'],
    ['EAI_AGAIN', 'no_dns'],
    ['ERR_NETWORK', 'other'],
  ])('takes the error code %s for %s', (code, failure) => {
    expect(classifyError(Object.assign(new Error('failed'), { code }))).toEqual({ failure, name: code });
  });

  it('prefers the name that says more, wherever in the causes it is', () => {
    const cause = Object.assign(new Error('net::ERR_CERT_DATE_INVALID'), { code: 'ERR_NETWORK' });
    expect(classifyError(new TypeError('failed', { cause })).failure).toBe('certificate');
  });

  it('takes a signal that is over its time for silence', () => {
    expect(classifyError(new DOMException('over', 'TimeoutError')).failure).toBe('silent');
  });

  it('keeps what was found out already', () => {
    const details = { failure: 'proxy_password', name: 'x', proxy: 'proxy.test:3128' } as const;
    expect(classifyError(new Error('outer', { cause: new NetworkError(details) }))).toBe(details);
  });

  it('accepts any thrown value', () => {
    expect(classifyError(undefined)).toEqual({ failure: 'other', name: '' });
    expect(classifyError('no')).toEqual({ failure: 'other', name: '' });
  });
});

describe('the sentences', () => {
  it('name the proxy', () => {
    const proxy = 'proxy.acme.test:3128';
    const reason = (details: object) =>
      networkProblem(server, { failure: 'proxy_password', name: '', proxy, ...details }).reason;
    expect(reason({})).toBe(`The proxy ${proxy} asks for a user name and password.`);
    expect(reason({ isPasswordWrong: true })).toBe(
      `The proxy ${proxy} didn’t accept this user name and password.`,
    );
    expect(reason({ failure: 'proxy_refused' })).toContain(`The proxy ${proxy} refused`);
    expect(reason({ failure: 'proxy_refused', name: 'ERR_PROXY_CONNECTION_FAILED' })).toContain(
      `The proxy ${proxy} can’t be reached`,
    );
  });

  it('name the address that a server has moved to', () => {
    const details = { failure: 'moved', name: 'moved', movedTo: 'https://new.test' } as const;
    expect(networkProblem(server, details)).toEqual({
      failure: 'moved',
      movedTo: 'https://new.test',
      reason: `${server} has moved to https://new.test.`,
    });
  });

  it.runIf(process.platform === 'linux')('say where Linux apps look for certificates', () => {
    const details = classifyError(new Error('net::ERR_CERT_AUTHORITY_INVALID'));
    expect(networkProblem(server, details).reason).toContain('~/.pki/nssdb');
  });
});

it('repeats only what may be answered at another attempt', () => {
  expect((['closed', 'refused', 'other'] as const).map(isWorthRepeating)).toEqual([true, true, true]);
  expect((['silent', 'proxy_password', 'moved', undefined] as const).map(isWorthRepeating)).toEqual(
    Array(4).fill(false),
  );
});
