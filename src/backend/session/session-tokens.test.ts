import { randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { derivedKey } from '../http/secret.ts';
import { accessTokenMs, rememberedTokens, sessionTokenKeys } from './session-tokens.ts';

// As it is, and it says how often it was asked.
vi.mock('jose', { spy: true });

const secrets = { current: randomBytes(32), previous: undefined };
const keys = sessionTokenKeys(secrets);
const [userId, sessionId] = [uuidv7(), uuidv7()];
const claims = { userId, sessionId };
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
  it('lives for a quarter of an hour', () => {
    expect(accessTokenMs).toBe(900_000);
  });

  it('says who signed it, for what, and whose it is, and nothing else', async () => {
    const expiresAt = inFiveMinutes();
    const token = await keys.signAccess(claims, expiresAt);
    const { kid, ...head } = partOf(token, 0);
    expect(head).toEqual({ alg: 'HS256', typ: 'JWT' });
    expect(kid).toMatch(/^[\w-]{12}$/);
    const { iat, ...body } = partOf(token, 1);
    expect(Math.abs(Number(iat) - Date.now() / 1000)).toBeLessThan(60);
    expect(body).toEqual({
      sid: sessionId,
      sub: userId,
      iss: 'fastlinkit',
      aud: 'fastlinkit-api',
      exp: Math.floor(expiresAt.getTime() / 1000),
    });
    expect(await keys.readAccess(token)).toEqual(claims);
  });

  it('is good until a minute after its end, as clocks differ', async () => {
    const end = Math.floor(Date.now() / 1000) * 1000 + 300_000;
    const token = await keys.signAccess(claims, new Date(end));
    vi.useFakeTimers({ toFake: ['Date'], now: end + 59_000 });
    expect(await keys.readAccess(token)).toEqual(claims);
    vi.setSystemTime(end + 61_000);
    expect(await keys.readAccess(token)).toBeUndefined();
  });

  it('is none of ours with any part of it changed, or cut off', async () => {
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
    'without %s is none of ours, though signed with our key',
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

  it('that was found good is not good for ever', async () => {
    const end = Math.floor(Date.now() / 1000) * 1000 + 300_000;
    const token = await keys.signAccess(claims, new Date(end));
    expect(await keys.readAccess(token)).toEqual(claims);
    vi.useFakeTimers({ toFake: ['Date'], now: end + 59_999 });
    expect(await keys.readAccess(token)).toEqual(claims);
    vi.setSystemTime(end + 60_000);
    expect(await keys.readAccess(token)).toBeUndefined();
  });

  it('is looked at once when it is good, each time when it is not', async () => {
    // Of nobody that another test has read: whose token is the same may be known.
    const own = { userId: uuidv7(), sessionId };
    const token = await keys.signAccess(own, inFiveMinutes());
    for (const _ of [1, 2, 3]) expect(await keys.readAccess(token)).toEqual(own);
    expect(jwtVerify).toHaveBeenCalledTimes(1);
    for (const _ of [1, 2]) expect(await keys.readAccess(`${token}x`)).toBeUndefined();
    expect(jwtVerify).toHaveBeenCalledTimes(3);
  });

  it('is looked at again once very many others were', async () => {
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

  it('names a session that could be one', async () => {
    const odd = await keys.signAccess({ userId, sessionId: 'a session' }, inFiveMinutes());
    expect(await keys.readAccess(odd)).toBeUndefined();
  });

  it('of another server is none of ours', async () => {
    const other = sessionTokenKeys({ current: randomBytes(32), previous: undefined });
    expect(await keys.readAccess(await other.signAccess(claims, inFiveMinutes()))).toBeUndefined();
  });
});

describe('a change of the secret', () => {
  const next = { current: randomBytes(32), previous: secrets.current };

  it('leaves what was signed before it good, and signs with the new one', async () => {
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

  it('is over once the old one is forgotten', async () => {
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
  it('reads back', () => {
    expect([{ sessionId, generation: 4_000_000_000 }, sessionId]).toContainEqual(read(sign()));
    expect(sign()).toBe(sign());
  });

  it('is none with any bit of it changed', () => {
    const bytes = Buffer.from(sign(), 'base64url');
    for (const at of bytes.keys()) {
      const forged = Buffer.from(bytes);
      forged[at] = (forged[at] ?? 0) ^ 1;
      expect(read(forged.toString('base64url'))).toBeUndefined();
    }
  });

  it('is written in one way alone', () => {
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
  it('do not stand in for one another', async () => {
    const refresh = keys.signRefresh(sessionId, 0);
    const cookie = keys.signCookie(sessionId);
    expect(keys.readCookie(refresh)).toBeUndefined();
    expect(keys.readRefresh(cookie)).toBeUndefined();
    expect(await keys.readAccess(refresh)).toBeUndefined();
    expect(keys.readRefresh(await keys.signAccess(claims, inFiveMinutes()))).toBeUndefined();
  });
});
