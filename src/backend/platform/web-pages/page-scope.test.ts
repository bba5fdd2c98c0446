import fastify, { type FastifyInstance } from 'fastify';
import { describe, expect, it } from 'vitest';
import { Problem } from '../errors/problem.ts';
import { readForm } from './form.ts';
import { preparePages } from './page-scope.ts';
import { redirectTo } from './page.ts';
import { sessionCookie } from './session-cookie.ts';

async function pagesAt(publicUrl: string): Promise<FastifyInstance> {
  const app = fastify();
  const cookie = sessionCookie(() => publicUrl);
  await app.register(async (pages) => {
    await preparePages(pages, { publicUrl: () => publicUrl });
    pages.get('/broken', () => {
      throw new TypeError('a detail that is nobody else’s business');
    });
    pages.get('/busy', () => {
      throw new Problem('rate_limited', 'Try again in 7 seconds.', { retryAfter: 6.2 });
    });
    pages.post('/echo', (request) => Promise.resolve(readForm(request.body, ['email', 'password'])));
    pages.post('/sign-in', async (_request, reply) => {
      cookie.set(reply, 'value');
      return redirectTo(reply, '/Account');
    });
    pages.post('/sign-out', async (request, reply) => {
      cookie.clear(reply);
      return redirectTo(reply, `/was/${cookie.read(request) ?? 'nobody'}`);
    });
  });
  return app;
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a scope of pages', () => {
  it('answers a bug with a page that contains only the id of the request', async () => {
    const app = await pagesAt('http://127.0.0.1:4600');
    const response = await app.inject({ url: '/broken' });
    expect(response.statusCode).toBe(500);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.body).toContain('Something went wrong');
    expect(response.body).toContain('<code>req-1</code>');
    expect(response.body).not.toContain('business');
  });

  it('shows when to try again and sends Retry-After', async () => {
    const app = await pagesAt('http://127.0.0.1:4600');
    const response = await app.inject({ url: '/busy' });
    expect(response.statusCode).toBe(429);
    expect(response.headers['retry-after']).toBe('7');
    expect(response.body).toContain('Try again in 7 seconds.');
  });

  it('accepts the fields of a form, each once', async () => {
    const app = await pagesAt('http://127.0.0.1:4600');
    const post = (payload: string, headers: Record<string, string> = form) =>
      app.inject({ method: 'POST', url: '/echo', payload, headers });
    expect((await post('email=a%40b.example&password=x+y')).json()).toEqual({
      email: 'a@b.example',
      password: 'x y',
    });
    expect((await post('')).json()).toEqual({});
    expect((await post('__proto__=x')).json()).toEqual({});
    expect((await app.inject({ method: 'POST', url: '/echo' })).json()).toEqual({});
    for (const payload of ['email=a&email=b', 'role=owner', 'constructor=x', `email=${'x'.repeat(2001)}`]) {
      expect((await post(payload)).statusCode, payload).toBe(422);
    }
    expect((await post('{}', { 'content-type': 'application/json' })).statusCode).toBe(415);
    expect((await post('x', { 'content-type': 'text/plain' })).statusCode).toBe(415);
    expect((await post(`email=${'x'.repeat(100_000)}`)).statusCode).toBe(413);
  });

  it('rejects forms of other sites, but not its own under its public address', async () => {
    const app = await pagesAt('https://fastlinkit.example');
    const post = (origin: string) =>
      app.inject({
        method: 'POST',
        url: '/echo',
        payload: '',
        headers: { ...form, host: 'inside:4600', origin },
      });
    expect((await post('https://fastlinkit.example')).statusCode).toBe(200);
    expect((await post('http://inside:4600')).statusCode).toBe(200);
    const refused = await post('https://elsewhere.example');
    expect(refused.statusCode).toBe(403);
    expect(refused.body).toContain('We blocked this request');
  });
});

describe('the session cookie', () => {
  it('is bound to the host over TLS', async () => {
    const app = await pagesAt('https://fastlinkit.example');
    const { headers } = await app.inject({ method: 'POST', url: '/sign-in' });
    expect(headers['set-cookie']).toBe(
      '__Host-fastlinkit_session=value; Path=/; HttpOnly; Secure; SameSite=Lax',
    );
    expect(headers.location).toBe('/Account');
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
  });

  it('works without TLS on the local machine', async () => {
    const app = await pagesAt('http://127.0.0.1:4600');
    const { headers } = await app.inject({ method: 'POST', url: '/sign-in' });
    expect(headers['set-cookie']).toBe('fastlinkit_session=value; Path=/; HttpOnly; SameSite=Lax');
  });

  it('is read and cleared under its own name only', async () => {
    const app = await pagesAt('https://fastlinkit.example');
    const signOut = (cookie: string) => app.inject({ method: 'POST', url: '/sign-out', headers: { cookie } });
    const { headers } = await signOut('__Host-fastlinkit_session=value');
    expect(headers.location).toBe('/was/value');
    expect(headers['set-cookie']).toMatch(/^__Host-fastlinkit_session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await signOut('fastlinkit_session=value')).headers.location).toBe('/was/nobody');
  });
});
