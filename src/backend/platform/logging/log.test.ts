import { DrizzleQueryError } from 'drizzle-orm/errors';
import { fastify } from 'fastify';
import { describe, expect, it } from 'vitest';
import { createLog, RequestLog } from './log.ts';
import { redactText, redactUrl } from './redact.ts';

const token = 'q83vEjRWeJCrze8BI0VniavN7wEjRWeJq83vEjRWeJA';

function logging() {
  const lines: string[] = [];
  return { lines, log: createLog({ write: (line) => lines.push(line) }) };
}

describe('redactUrl', () => {
  it.each([
    [`/support/invite/${token}`, '/support/invite/[hidden]'],
    ['/support/invite/short', '/support/invite/[hidden]'],
    [`/support/invite/${token}/register`, '/support/invite/[hidden]/register'],
    [`//Support//invite//${token}?x=1`, '//Support//invite//[hidden]'],
    [`/%73upport/invite/${token}`, '/support/invite/[hidden]'],
    [`/support/invite/%22${token.slice(0, 20)}%20${token.slice(20)}`, '/support/invite/[hidden]'],
    [`/support/invite/'${token}`, '/support/invite/[hidden]'],
    [`/support/invite/${token.slice(0, 20)}/${token.slice(20)}`, '/support/invite/[hidden]'],
    [`/support/invite/${token.slice(0, 20)}%0A${token.slice(20)}/code`, '/support/invite/[hidden]/code'],
    [`/Account/Login?returnUrl=%2Fsupport%2Finvite%2F${token}`, '/Account/Login'],
    [`/Account/ResetPassword?token=abc`, '/Account/ResetPassword'],
    ['/api/organizations?search=globex&limit=5', '/api/organizations?search=globex&limit=5'],
    [`//account//resetpassword?TOKEN=abc`, '//account//resetpassword'],
    [`/api/events?access=${token}`, '/api/events?access=[hidden]'],
    ['/api/events?token=short&limit=5', '/api/events?token=[hidden]&limit=5'],
    ['/%zz', '/%zz'],
  ])('%s', (url, expected) => {
    expect(redactUrl(url)).toBe(expected);
  });
});

describe('redactText', () => {
  it('keeps ids and ordinary words', () => {
    const plain = 'invite 01936d3e-7b0a-7c3e-8a57-0242ac120002 of organization_subscriptions';
    expect(redactText(plain)).toBe(plain);
  });

  it.each([
    'see https://host/Account/ResetPassword?token=short for it',
    '{"url":"/x?a=b&token=short"}',
    'returnUrl=%2FAccount%2FResetPassword%3Ftoken%3Dshort',
    'GET /x?a=b%26Token%3Dshort%26c',
  ])('hides a token of any length in a URL: %s', (text) => {
    expect(redactText(text)).not.toContain('short');
    expect(redactText(text)).toContain('[hidden]');
  });

  it.each([
    `Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${token}.${token}`,
    `fli_${token}`,
    `see https://host/support/invite/${token}`,
    `returnUrl=%2Fsupport%2Finvite%2F${token}`,
  ])('hides a credential: %s', (text) => {
    expect(redactText(text)).not.toContain(token);
    expect(redactText(text)).toContain('[hidden]');
  });
});

describe('createLog', () => {
  it('hides known names, two levels deep', () => {
    const { lines, log } = logging();
    const secrets = {
      password: 'fastlinkit-demo',
      refreshToken: 'r1',
      authorization: 'Bearer x',
      cookie: 'c=1',
    };
    log.info(secrets, 'flat');
    log.info({ body: secrets }, 'nested');
    log.info({ req2: { headers: { ...secrets, 'set-cookie': 's=1', 'x-api-key': 'fli_abc' } } }, 'deep');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).not.toMatch(/fastlinkit-demo|r1|Bearer x|c=1|s=1|fli_abc/);
  });

  it('hides a token anywhere in a line', { tags: ['guard:log-redaction'] }, () => {
    const { lines, log } = logging();
    log.error(
      { err: new Error(`no such page: /support/invite/${token}`) },
      `Route GET:/x/${token} not found`,
    );
    expect(lines.join('')).not.toContain(token);
  });

  it('logs a failed statement without its values', () => {
    const { lines, log } = logging();
    const cause = Object.assign(new Error('duplicate key value'), {
      code: '23505',
      detail: 'Key (email)=(ada@acme.test) already exists.',
    });
    log.error(
      { err: new DrizzleQueryError('insert into users values ($1)', ['ada@acme.test'], cause) },
      'failed',
    );
    const line = lines.join('');
    expect(line).toContain('insert into users');
    expect(line).toContain('23505');
    expect(line).not.toContain('ada@acme.test');
  });

  it('writes one line for a request, with its id and without its token', async () => {
    const { lines, log } = logging();
    const app = fastify({ loggerInstance: log, logController: new RequestLog() });
    app.get('/support/invite/:token', () => 'page');
    app.get('/healthz', () => 'ok');
    await app.inject({ url: `/support/invite/${token}`, headers: { cookie: 'fastlinkit_session=abc' } });
    await app.inject('/healthz');
    await app.close();
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      msg: 'request',
      requestId: 'req-1',
      req: { method: 'GET', url: '/support/invite/[hidden]' },
      res: { status: 200 },
    });
  });
});
