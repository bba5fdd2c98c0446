import { describe, expect, it } from 'vitest';
import { parseRetryAfter, problemFromAnswer, problemFromFailure } from './bridge-problem.ts';

const server = 'https://flnk.example';
const json = 'application/problem+json; charset=utf-8';

function answer(status: number, body: unknown, contentType = json, retryAfter?: string) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return problemFromAnswer(server, { status, contentType, retryAfter, body: text }).problem;
}

describe('problemFromAnswer', () => {
  it('hands on what the server says', () => {
    const errors = [{ path: 'email', message: 'Enter an e-mail address.' }];
    expect(answer(422, { code: 'validation_failed', detail: 'Not accepted.', errors })).toEqual({
      code: 'validation_failed',
      detail: 'Not accepted.',
      errors,
    });
  });

  it('hands on the seconds to wait', () => {
    const body = { code: 'rate_limited', detail: 'Too many attempts.' };
    expect(answer(429, body, json, '37')).toMatchObject({ code: 'rate_limited', retryAfter: 37 });
  });

  it('goes by the status when a newer server uses a code that is not known here', () => {
    const body = { code: 'moon_phase_wrong', detail: 'Not at full moon.' };
    expect(answer(403, body)).toEqual({ code: 'forbidden', detail: 'Not at full moon.' });
    expect(answer(418, body)).toEqual({ code: 'internal', detail: 'Not at full moon.' });
  });

  it('knows a proxy in front of a server that is away', () => {
    expect(answer(502, '<html>Bad gateway</html>', 'text/html')).toMatchObject({ code: 'unavailable' });
    expect(answer(503, '', '', '5')).toMatchObject({ code: 'unavailable', retryAfter: 5 });
    expect(answer(429, 'slow down', 'text/plain', '9')).toMatchObject({
      code: 'rate_limited',
      retryAfter: 9,
    });
  });

  it.each([
    [404, '<html>Not found</html>', 'text/html'],
    [401, '{"error":"no"}', 'application/json'],
    [401, '{"code":"unauthenticated"', json],
    [401, 'null', json],
    [200, '<html>Hello</html>', 'text/html'],
  ])('says of %i %s that it is not a FastLinkIt server, and names it', (status, body, contentType) => {
    const problem = answer(status, body, contentType);
    expect(problem.code).toBe('not_fastlinkit');
    expect(problem.detail).toContain(server);
  });
});

describe('problemFromFailure', () => {
  it.each([
    ['net::ERR_CONNECTION_REFUSED', 'server_unreachable', 'Check the address'],
    ['net::ERR_NAME_NOT_RESOLVED', 'server_unreachable', 'no server of that name'],
    ['net::ERR_INTERNET_DISCONNECTED', 'server_unreachable', 'offline'],
    ['net::ERR_PROXY_CONNECTION_FAILED', 'server_unreachable', 'proxy'],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'server_unreachable', 'https'],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'certificate_invalid', 'does not trust'],
    ['net::ERR_CERT_DATE_INVALID', 'certificate_invalid', 'expired'],
    ['net::ERR_CERT_COMMON_NAME_INVALID', 'certificate_invalid', 'another name'],
    ['net::ERR_CERT_WEAK_KEY', 'certificate_invalid', 'not valid'],
    ["Attempted to redirect, but redirect policy was 'error'", 'not_fastlinkit', 'another address'],
    ['something else', 'server_unreachable', 'Check the address'],
  ])('puts %s into words', (message, code, words) => {
    const { problem } = problemFromFailure(server, new Error('Network Error', { cause: new Error(message) }));
    expect(problem.code).toBe(code);
    expect(problem.detail).toContain(words);
    expect(problem.detail).toContain(server);
    expect(problem.detail).not.toMatch(/ERR_|net::/);
  });

  it('says that there was no answer in time', () => {
    const error = Object.assign(new Error('timeout of 15000ms exceeded'), { code: 'ETIMEDOUT' });
    expect(problemFromFailure(server, error).problem.detail).toContain('did not answer in time');
  });

  it('takes anything that was thrown', () => {
    expect(problemFromFailure(server, undefined).problem.code).toBe('server_unreachable');
  });
});

describe('parseRetryAfter', () => {
  const now = Date.parse('2026-11-22T13:00:00Z');
  it.each([
    [undefined, undefined],
    ['0', 0],
    ['120', 120],
    ['Sun, 22 Nov 2026 13:00:30 GMT', 30],
    ['Sun, 22 Nov 2026 12:00:00 GMT', 0],
    ['soon', undefined],
  ])('reads %s', (header, seconds) => {
    expect(parseRetryAfter(header, now)).toBe(seconds);
  });
});
