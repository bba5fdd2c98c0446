import { describe, expect, it } from 'vitest';
import { readConfig, SettingError, type Environment } from './config.ts';

const secret = Buffer.alloc(32, 7).toString('base64');
const complete = {
  FASTLINKIT_SMTP_URL: 'smtp://mail.example.com:587',
  FASTLINKIT_MAIL_FROM: 'FastLinkIt <invites@example.com>',
  FASTLINKIT_DATA_DIR: '/srv/fastlinkit',
};

function refusal(environment: Environment, argv: string[] = []): string {
  try {
    readConfig(environment, argv);
  } catch (error) {
    if (error instanceof SettingError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('readConfig', () => {
  it('has the documented defaults', () => {
    expect(readConfig(complete, [])).toEqual({
      database: { kind: 'embedded', dataDir: '/srv/fastlinkit' },
      publicUrl: undefined,
      host: '127.0.0.1',
      port: 4600,
      smtpUrl: 'smtp://mail.example.com:587',
      mailFrom: 'FastLinkIt <invites@example.com>',
      billingUrl: undefined,
      metricsPort: undefined,
      trustedProxies: [],
      rateLimit: 1200,
      sendsPerDay: 5000,
      secret: undefined,
      previousSecret: undefined,
      demo: undefined,
    });
  });

  it('needs no mail server for the demo', () => {
    const config = readConfig({ FASTLINKIT_DATA_DIR: '/srv/fastlinkit' }, ['--demo']);
    expect(config).toMatchObject({ demo: 'small', smtpUrl: undefined });
    expect(readConfig({}, ['--demo=large']).demo).toBe('large');
    expect(config.mailFrom).toBe('FastLinkIt <no-reply@fastlinkit.test>');
  });

  it.each([
    ['FASTLINKIT_SMTP_URL', 'smtp://app:50%off@mail.example.com', '%25'],
    ['FASTLINKIT_SMTP_URL', 'smtp://app:one#off@mail.example.com', '%23'],
    ['FASTLINKIT_DATABASE_URL', 'postgres://app:one#off@db/fastlinkit', '%23'],
  ])('says for %s how a sign of a password is written, without the password', (name, value, escaped) => {
    const message = refusal({ ...complete, FASTLINKIT_SECRET: secret, [name]: value });
    expect(message).toContain(name);
    expect(message).toContain(escaped);
    expect(message).not.toContain('off');
  });

  it('needs a public address where other machines can reach it, so that links lead to it', () => {
    for (const host of ['0.0.0.0', '::', '192.168.1.7', 'server.example.com']) {
      expect(refusal({ ...complete, FASTLINKIT_HOST: host })).toContain('FASTLINKIT_PUBLIC_URL is missing');
      const reachable = {
        ...complete,
        FASTLINKIT_HOST: host,
        FASTLINKIT_PUBLIC_URL: 'https://help.acme.test',
      };
      expect(readConfig(reachable, []).host).toBe(host);
    }
    for (const host of ['127.0.0.1', '127.0.0.2', '::1', 'localhost']) {
      expect(readConfig({ ...complete, FASTLINKIT_HOST: host }, []).publicUrl).toBeUndefined();
    }
    // Its emails go to its own mailbox.
    expect(readConfig({ FASTLINKIT_HOST: '0.0.0.0' }, ['--demo']).publicUrl).toBeUndefined();
  });

  it('treats an empty setting as unset', () => {
    expect(readConfig({ ...complete, FASTLINKIT_PORT: '', FASTLINKIT_DATABASE_URL: ' ' }, [])).toMatchObject({
      port: 4600,
      database: { kind: 'embedded' },
    });
  });

  it('accepts all documented settings', () => {
    const config = readConfig(
      {
        ...complete,
        FASTLINKIT_DATABASE_URL: 'postgres://app:secret@db:5432/fastlinkit',
        FASTLINKIT_PUBLIC_URL: 'https://fastlinkit.example.com/',
        FASTLINKIT_HOST: '::',
        FASTLINKIT_PORT: '0',
        FASTLINKIT_METRICS_PORT: '9090',
        FASTLINKIT_BILLING_URL: 'https://example.com/billing?plan=1',
        FASTLINKIT_TRUSTED_PROXIES: '10.0.0.0/8, 192.168.1.7,fd00::/8',
        FASTLINKIT_RATE_LIMIT: '60',
        FASTLINKIT_SENDS_PER_DAY: '10',
        FASTLINKIT_SECRET: secret,
        FASTLINKIT_SECRET_PREVIOUS: Buffer.alloc(40, 9).toString('base64url'),
      },
      [],
    );
    expect(config).toMatchObject({
      database: { kind: 'external', url: 'postgres://app:secret@db:5432/fastlinkit' },
      publicUrl: 'https://fastlinkit.example.com',
      host: '::',
      port: 0,
      metricsPort: 9090,
      billingUrl: 'https://example.com/billing?plan=1',
      trustedProxies: ['10.0.0.0/8', '192.168.1.7', 'fd00::/8'],
      rateLimit: 60,
      sendsPerDay: 10,
    });
    expect(config.secret).toEqual(Buffer.alloc(32, 7));
    expect(config.previousSecret).toEqual(Buffer.alloc(40, 9));
  });

  it.each([
    ['FASTLINKIT_DATABASE_URL', 'mysql://db/x'],
    ['FASTLINKIT_DATABASE_URL', 'postgres://'],
    ['FASTLINKIT_PUBLIC_URL', 'fastlinkit.example.com'],
    ['FASTLINKIT_PUBLIC_URL', 'https://example.com/path'],
    ['FASTLINKIT_PUBLIC_URL', 'https://user:pw@example.com'],
    ['FASTLINKIT_HOST', '300.1.1.1'],
    ['FASTLINKIT_HOST', 'http://localhost'],
    ['FASTLINKIT_PORT', '65536'],
    ['FASTLINKIT_PORT', '-1'],
    ['FASTLINKIT_PORT', '80a'],
    ['FASTLINKIT_METRICS_PORT', '4600'],
    ['FASTLINKIT_SMTP_URL', 'mail.example.com'],
    ['FASTLINKIT_SMTP_URL', 'smtp://mail.example.com/?pool=true'],
    ['FASTLINKIT_MAIL_FROM', 'nobody'],
    ['FASTLINKIT_MAIL_FROM', 'X <a@example.com>, b@example.com'],
    ['FASTLINKIT_BILLING_URL', 'javascript:alert(1)'],
    ['FASTLINKIT_TRUSTED_PROXIES', '10.0.0.0/33'],
    ['FASTLINKIT_TRUSTED_PROXIES', 'loopback'],
    ['FASTLINKIT_RATE_LIMIT', '0'],
    ['FASTLINKIT_SENDS_PER_DAY', '1.5'],
    ['FASTLINKIT_SECRET', 'short'],
    ['FASTLINKIT_SECRET', `${secret}!`],
    ['FASTLINKIT_SECRET_PREVIOUS', Buffer.alloc(31).toString('base64')],
  ])('rejects %s=%s in one line that names it', (name, value) => {
    const message = refusal({ ...complete, [name]: value });
    expect(message).toContain(name);
    expect(message).not.toContain('\n');
  });

  it('never repeats a value that can be a secret', () => {
    expect(refusal({ ...complete, FASTLINKIT_SECRET: 'hunter2hunter2' })).not.toContain('hunter2');
    expect(refusal({ ...complete, FASTLINKIT_DATABASE_URL: 'mysql://root:hunter2@db/x' })).not.toContain(
      'hunter2',
    );
  });

  it('names a missing setting', () => {
    expect(refusal({ ...complete, FASTLINKIT_SMTP_URL: undefined })).toContain('FASTLINKIT_SMTP_URL');
    expect(refusal({ ...complete, FASTLINKIT_MAIL_FROM: undefined })).toContain('FASTLINKIT_MAIL_FROM');
    expect(refusal({ ...complete, FASTLINKIT_DATABASE_URL: 'postgres://db/x' })).toContain(
      'FASTLINKIT_SECRET',
    );
  });

  it.each([
    [['--dmeo']],
    [['demo']],
    [['--demo=huge']],
    [['--demo', '--demo=large']],
    [['--demo=large', 'x']],
    [['--demo=']],
    [['--demo', '--port=1']],
  ])('rejects the flags %j', (argv) => {
    expect(refusal(complete, argv)).toContain('--demo');
  });
});
