import { randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { derivedKey } from '../platform/crypto/secret.ts';
import { accessTokenMs, rememberedTokens, sessionTokenKeys } from './session-tokens.ts';

// As it is, and it says how often it was asked.
vi.mock('jose', { spy: true });

const secrets = { current: randomBytes(32), previous: undefined };
const keys = sessionTokenKeys(secrets);
const [userId, sessionId] = [uuidv7(), uuidv7()];
const claims = { userId, sessionId, generation: 3 };
const inFiveMinutes = () => new Date(Date.now() + 300_000);

function partOf(token: string, at: number): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
}

const whole = await keys.signAccess(claims, inFiveMinutes());

afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

describe('an access token', () => {
  it('is valid for a quarter of an hour', () => {
    expect(accessTokenMs).toBe(900_000);
  });

  it('contains issuer, audience, user, session and generation, and nothing else', async () => {
    const expiresAt = inFiveMinutes();
    const token = await keys.signAccess(claims, expiresAt);
    const { kid, ...head } = partOf(token, 0);
    expect(head).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(kid).toMatch(/^[\w-]{12}$/);
    const { iat, ...body } = partOf(token, 1);
    expect(Math.abs(Number(iat) - Date.now() / 1000)).toBeLessThan(60);
    expect(body).toEqual({
      sid: sessionId,
      gen: 3,
      sub: userId,
      iss: 'fastlinkit',
      aud: 'fastlinkit-api',
      exp: Math.floor(expiresAt.getTime() / 1000),
    });
    expect(await keys.readAccess(token)).toEqual(claims);
  });

  it('is accepted until a minute after its expiry, because clocks differ', async () => {
    const end = Math.floor(Date.now() / 1000) * 1000 + 300_000;
    const token = await keys.signAccess(claims, new Date(end));
    vi.useFakeTimers({ toFake: ['Date'], now: end + 59_000 });
    expect(await keys.readAccess(token)).toEqual(claims);
    vi.setSystemTime(end + 61_000);
    expect(await keys.readAccess(token)).toBeUndefined();
  });

  it('is rejected with any part changed or cut off', async () => {
    const token = await keys.signAccess(claims, inFiveMinutes());
    const parts = token.split('.');
    for (const at of [0, 1, 2]) {
      const changed = parts.with(
        at,
        (parts[at] ?? '').replace(/^./, (first) => (first === 'e' ? 'f' : 'e')),
      );
      expect(await keys.readAccess(changed.join('.'))).toBeUndefined();
      expect(await keys.readAccess(parts.toSpliced(at, 1).join('.'))).toBeUndefined();
    }
    for (const text of ['', '.', '..', 'nonsense']) expect(await keys.readAccess(text)).toBeUndefined();
  });

  it.each(['sub', 'sid', 'exp', 'iat'])(
    'without %s is rejected, even with a valid signature',
    async (claim) => {
      const key = derivedKey(secrets.current, 'access token');
      const [head, body] = [0, 1].map((at) => partOf(whole, at)) as [JWTHeaderParameters, JWTPayload];
      const sign = (payload: JWTPayload) => new SignJWT(payload).setProtectedHeader(head).sign(key);
      expect(await keys.readAccess(await sign(body))).toEqual(claims);
      const { [claim]: _, ...rest } = body;
      expect(await keys.readAccess(await sign(rest))).toBeUndefined();
      expect(
        await keys.readAccess(await sign({ ...rest, [claim]: claim === 'sid' ? 7 : 'x' })),
      ).toBeUndefined();
    },
  );

  it('expires after it was verified', async () => {
    const end = Math.floor(Date.now() / 1000) * 1000 + 300_000;
    const token = await keys.signAccess(claims, new Date(end));
    expect(await keys.readAccess(token)).toEqual(claims);
    vi.useFakeTimers({ toFake: ['Date'], now: end + 59_999 });
    expect(await keys.readAccess(token)).toEqual(claims);
    vi.setSystemTime(end + 60_000);
    expect(await keys.readAccess(token)).toBeUndefined();
  });

  it('is verified once when it is valid, and each time when it is not', async () => {
    // Of nobody that another test has read: whose token is the same may be known.
    const own = { userId: uuidv7(), sessionId, generation: 0 };
    const token = await keys.signAccess(own, inFiveMinutes());
    for (const _ of [1, 2, 3]) expect(await keys.readAccess(token)).toEqual(own);
    expect(jwtVerify).toHaveBeenCalledTimes(1);
    for (const _ of [1, 2]) expect(await keys.readAccess(`${token}x`)).toBeUndefined();
    expect(jwtVerify).toHaveBeenCalledTimes(3);
  });

  it('is verified again after very many others', async () => {
    const others = sessionTokenKeys({ ...secrets });
    const payload = { sub: userId, sid: sessionId, exp: Date.now() / 1000 + 300 };
    vi.mocked(jwtVerify).mockResolvedValue({ payload } as never);
    onTestFinished(() => void vi.mocked(jwtVerify).mockReset());
    for (let n = 0; n < rememberedTokens; n += 1) await others.readAccess(`token ${n}`);
    await others.readAccess('token 0');
    expect(jwtVerify).toHaveBeenCalledTimes(rememberedTokens);
    await others.readAccess('one more');
    await others.readAccess('one more');
    await others.readAccess('token 0');
    expect(jwtVerify).toHaveBeenCalledTimes(rememberedTokens + 2);
  });

  it.each(['3', -1, 1.5, null])('is rejected when its generation is %j', async (generation) => {
    const odd = await keys.signAccess({ ...claims, generation: generation as number }, inFiveMinutes());
    expect(await keys.readAccess(odd)).toBeUndefined();
  });

  it('is rejected when its session id is malformed', async () => {
    const odd = await keys.signAccess({ ...claims, sessionId: 'a session' }, inFiveMinutes());
    expect(await keys.readAccess(odd)).toBeUndefined();
  });

  it('of another server is rejected', async () => {
    const other = sessionTokenKeys({ current: randomBytes(32), previous: undefined });
    expect(await keys.readAccess(await other.signAccess(claims, inFiveMinutes()))).toBeUndefined();
  });
});

describe('a change of the secret', () => {
  const next = { current: randomBytes(32), previous: secrets.current };

  it('keeps earlier tokens valid, and signs with the new secret', async () => {
    const after = sessionTokenKeys(next);
    const old = await keys.signAccess(claims, inFiveMinutes());
    expect(await after.readAccess(old)).toEqual(claims);
    const made = await after.signAccess(claims, inFiveMinutes());
    expect(await after.readAccess(made)).toEqual(claims);
    expect(await keys.readAccess(made)).toBeUndefined();
    expect(partOf(made, 0)).not.toEqual(partOf(old, 0));
    expect(after.readRefresh(keys.signRefresh(sessionId, 3))).toEqual({ sessionId, generation: 3 });
    expect(after.readCookie(keys.signCookie(sessionId))).toBe(sessionId);
  });

  it('ends when the old secret is removed', async () => {
    const later = sessionTokenKeys({ current: next.current, previous: undefined });
    expect(await later.readAccess(await keys.signAccess(claims, inFiveMinutes()))).toBeUndefined();
    expect(later.readRefresh(keys.signRefresh(sessionId, 3))).toBeUndefined();
  });
});

describe('keys', () => {
  it('are derived once for each pair of secrets', () => {
    expect(sessionTokenKeys(secrets)).toBe(keys);
    expect(sessionTokenKeys({ ...secrets })).not.toBe(keys);
  });
});

describe.each([
  [
    'a refresh token',
    () => keys.signRefresh(sessionId, 4_000_000_000),
    (text: string) => keys.readRefresh(text),
  ],
  ['a cookie', () => keys.signCookie(sessionId), (text: string) => keys.readCookie(text)],
] as const)('%s', (_what, sign, read) => {
  it('is read back', () => {
    expect([{ sessionId, generation: 4_000_000_000 }, sessionId]).toContainEqual(read(sign()));
    expect(sign()).toBe(sign());
  });

  it('is rejected with any bit changed', () => {
    const bytes = Buffer.from(sign(), 'base64url');
    for (const at of bytes.keys()) {
      const forged = Buffer.from(bytes);
      forged[at] = (forged[at] ?? 0) ^ 1;
      expect(read(forged.toString('base64url'))).toBeUndefined();
    }
  });

  it('has exactly one valid text', () => {
    const text = sign();
    for (const odd of [
      '',
      ` ${text}`,
      `${text}=`,
      `${text}A`,
      `${text}AAAA`,
      text.slice(0, -1),
      text.slice(0, -4),
      text.slice(4),
      Buffer.from(text, 'base64url').toString('base64'),
      Buffer.from(text, 'base64url').toString('hex'),
    ].filter((other) => other !== text))
      expect(read(odd), odd).toBeUndefined();
  });
});

describe('tokens of different kinds', () => {
  it('are not valid as one another', async () => {
    const refresh = keys.signRefresh(sessionId, 0);
    const cookie = keys.signCookie(sessionId);
    expect(keys.readCookie(refresh)).toBeUndefined();
    expect(keys.readRefresh(cookie)).toBeUndefined();
    expect(await keys.readAccess(refresh)).toBeUndefined();
    expect(keys.readRefresh(await keys.signAccess(claims, inFiveMinutes()))).toBeUndefined();
  });
});
