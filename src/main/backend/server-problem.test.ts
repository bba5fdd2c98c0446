import { describe, expect, it } from 'vitest';
import { parseRetryAfter, problemFromAnswer, problemFromFailure } from './server-problem.ts';

const server = 'https://flnk.example';
const json = 'application/problem+json; charset=utf-8';
/** By the server's clock, years before this computer's. */
const receivedAt = Date.parse('2001-02-03T04:05:06Z');

interface Given {
  contentType?: string;
  retryAfter?: string;
  location?: string;
  serverRelease?: string;
  isKnownServer?: boolean;
}

function answer(status: number, body: unknown, given: Given = {}) {
  const { contentType = json, retryAfter, location, serverRelease, isKnownServer = false } = given;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const received = { status, contentType, retryAfter, receivedAt, location, serverRelease, body: text };
  return problemFromAnswer(server, received, isKnownServer).problem;
}

describe('problemFromAnswer', () => {
  it('passes on the server’s code, detail and field errors', () => {
    const errors = [{ path: 'email', message: 'Enter an email address.' }];
    expect(answer(422, { code: 'validation_failed', detail: 'Not accepted.', errors })).toEqual({
      code: 'validation_failed',
      detail: 'Not accepted.',
      errors,
    });
  });

  it('passes on the seconds to wait', () => {
    const body = { code: 'rate_limited', detail: 'Too many attempts.' };
    expect(answer(429, body, { retryAfter: '37' })).toMatchObject({ code: 'rate_limited', retryAfter: 37 });
  });

  it('counts the wait until a date by the server’s clock', () => {
    const body = { code: 'rate_limited', detail: 'Too many attempts.' };
    expect(answer(429, body, { retryAfter: 'Sat, 03 Feb 2001 04:05:43 GMT' }).retryAfter).toBe(37);
  });

  it('derives the code from the status when a newer server sends an unknown one', () => {
    const body = { code: 'moon_phase_wrong', detail: 'Not at full moon.' };
    const serverRelease = '9.0.0';
    expect(answer(403, body, { serverRelease })).toEqual({ code: 'forbidden', detail: 'Not at full moon.' });
    expect(answer(418, body, { serverRelease })).toEqual({ code: 'internal', detail: 'Not at full moon.' });
  });

  it(
    'takes an unknown code without a release for that of a gateway, which ends no session',
    { tags: ['guard:gateway-answer'] },
    () => {
      const body = { code: 'login_required', detail: 'Sign in to the gateway.' };
      expect(answer(401, body, { isKnownServer: true })).toMatchObject({
        code: 'server_unreachable',
        network: { failure: 'answered_instead' },
      });
    },
  );

  it('recognizes the error page of a proxy in front of an unavailable server', () => {
    const network = { failure: 'paused' };
    expect(answer(502, '<html>Bad gateway</html>', { contentType: 'text/html' })).toMatchObject({
      code: 'unavailable',
      network,
    });
    expect(answer(503, '', { contentType: '', retryAfter: '5' })).toMatchObject({
      code: 'unavailable',
      retryAfter: 5,
      network,
    });
    expect(answer(429, 'slow down', { contentType: 'text/plain', retryAfter: '9' })).toMatchObject({
      code: 'rate_limited',
      retryAfter: 9,
    });
  });

  const foreign: [number, string, string][] = [
    [404, '<html>Not found</html>', 'text/html'],
    [401, '{"error":"no"}', 'application/json'],
    [401, '{"code":"unauthenticated"', json],
    [401, 'null', json],
    [200, '<html>Hello</html>', 'text/html'],
    [302, '', 'text/html'],
  ];

  it.each(foreign)(
    'rejects the answer %i %s as not from a FastLinkIt server, and names the server',
    (status, body, contentType) => {
      const problem = answer(status, body, { contentType });
      expect(problem.code).toBe('not_fastlinkit');
      expect(problem.detail).toContain(`${server} isn’t a FastLinkIt server`);
      expect(problem.detail).toContain('something between this computer and the server');
    },
  );

  it.each(foreign)(
    'says that something answers %i %s in place of a server that is known',
    (status, body, contentType) => {
      const problem = answer(status, body, { contentType, isKnownServer: true });
      expect(problem).toMatchObject({
        code: 'server_unreachable',
        network: { failure: 'answered_instead' },
      });
      expect(problem.detail).toMatch(/^Something between this computer and the server answers in its place/);
    },
  );

  it.each([301, 308])('names the address that a server has moved to (%i)', (status) => {
    const location = 'https://new.flnk.example/api/me?a=b';
    const problem = answer(status, '', { location });
    expect(problem).toMatchObject({
      code: 'server_unreachable',
      network: { failure: 'moved', movedTo: 'https://new.flnk.example' },
    });
    expect(problem.detail).toContain(`${server} has moved to https://new.flnk.example.`);
  });

  it.each([
    [308, 'http://new.flnk.example/'],
    [308, 'javascript:alert(1)'],
    [308, '/elsewhere'],
    [308, 'https://'],
    [308, undefined],
    [302, 'https://new.flnk.example/'],
    [307, 'https://new.flnk.example/'],
  ])('names no address for a redirect (%i) to %s', (status, location) => {
    const problem = answer(status, '', {
      ...(location === undefined ? {} : { location }),
      isKnownServer: true,
    });
    expect(problem.network).toMatchObject({ failure: 'answered_instead' });
    expect(problem.network?.movedTo).toBeUndefined();
  });
});

describe('problemFromFailure', () => {
  it('says where there is no connection to, and why', () => {
    const { problem } = problemFromFailure(server, new Error('net::ERR_CONNECTION_REFUSED'));
    expect(problem).toMatchObject({ code: 'server_unreachable', network: { failure: 'refused' } });
    expect(problem.detail).toBe(`No connection to ${server}. ${problem.network?.reason}`);
  });

  it('says that nothing was sent where the certificate is not trusted', () => {
    const { problem } = problemFromFailure(server, new Error('net::ERR_CERT_DATE_INVALID'));
    expect(problem).toMatchObject({ code: 'certificate_invalid', network: { failure: 'certificate' } });
    expect(problem.detail).toMatch(/expired.* Nothing was sent to it\.$/);
  });

  it('accepts any thrown value', () => {
    expect(problemFromFailure(server, undefined).problem.code).toBe('server_unreachable');
  });

  it('keeps nothing of the request as its cause', () => {
    const error = Object.assign(new Error('failed'), { code: 'ECONNRESET', config: { data: 'hush' } });
    expect(problemFromFailure(server, error).cause).toEqual(new Error('ECONNRESET'));
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
  ])('parses %s', (header, seconds) => {
    expect(parseRetryAfter(header, now)).toBe(seconds);
  });
});
