import { describe, expect, test } from 'vitest';
import { useServer, type TestServer } from './use-server.ts';

/** A wrong password from somewhere, each time for another account: only the address can be too many. */
async function failFrom(server: TestServer, forwardedFor: string): Promise<number> {
  const email = `nobody-${crypto.randomUUID()}@example.test`;
  const { status } = await server.anonymous.raw({
    method: 'POST',
    path: '/api/auth/login',
    body: { email, password: 'wrong' },
    headers: { 'X-Forwarded-For': forwardedFor },
  });
  return status;
}

/** As if so many failures as are allowed had come from where the last one came. */
async function fillUp({ testData }: TestServer): Promise<void> {
  await testData.database.pool.query(`update throttles set attempts = 100 where key like 'address:%'`);
}

async function addresses({ testData }: TestServer): Promise<string[]> {
  const { rows } = await testData.database.pool.query<{ key: string }>(
    `select key from throttles where key like 'address:%' order by key`,
  );
  return rows.map(({ key }) => key);
}

describe('behind a trusted proxy', () => {
  const server = useServer({ environment: { FASTLINKIT_TRUSTED_PROXIES: '127.0.0.0/8,10.0.0.0/8' } });

  test('limits failed sign-ins per /64 network', { tags: ['guard:network-throttle'] }, async () => {
    expect(await failFrom(server(), '2001:db8:1:2::1')).toBe(401);
    await fillUp(server());
    for (const other of ['2001:db8:1:2::2', '2001:db8:1:2:ffff:ffff:ffff:ffff', '2001:0DB8:0001:0002::9']) {
      expect(await failFrom(server(), other), other).toBe(429);
    }
    for (const other of ['2001:db8:1:3::1', '2001:db8:2:2::1', '203.0.113.7']) {
      expect(await failFrom(server(), other), other).toBe(401);
    }
  });

  test("takes the last untrusted address of X-Forwarded-For as the caller's", async () => {
    await server().testData.database.pool.query('delete from throttles');
    await failFrom(server(), '198.51.100.1, 203.0.113.9, 10.1.2.3');
    expect(await addresses(server())).toEqual(['address:203.0.113.9']);
  });
});

describe('without a trusted proxy', () => {
  const server = useServer();

  test('ignores X-Forwarded-For', { tags: ['guard:trusted-proxies'] }, async () => {
    for (const claim of ['203.0.113.7', '2001:db8::1', '127.0.0.1, 203.0.113.7'])
      await failFrom(server(), claim);
    expect(await addresses(server())).toEqual(['address:127.0.0.1']);
    await fillUp(server());
    expect(await failFrom(server(), '203.0.113.8')).toBe(429);
  });

  test('says once in the log which setting the proxy is missing from', () => {
    const said = server()
      .backend.log()
      .filter(({ msg }) => String(msg).includes('FASTLINKIT_TRUSTED_PROXIES'));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ level: 'warn' });
  });
});
