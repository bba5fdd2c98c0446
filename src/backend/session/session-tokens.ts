import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT, type JWTHeaderParameters } from 'jose';
import { isUuid } from '../database/uuid.ts';
import { derivedKey, macKey, type Secrets } from '../http/secret.ts';

/** How long an access token serves. */
export const accessTokenMs = 15 * 60 * 1000;
/** How far the clocks of two nodes may differ, in seconds. */
const clockToleranceSeconds = 60;
/** So many access tokens are remembered as found good: those that are in use. */
export const rememberedTokens = 10_000;
const algorithm = 'HS256';
const issuer = 'fastlinkit';
const audience = 'fastlinkit-api';

interface SigningKey {
  id: string;
  key: KeyObject;
}

export interface AccessClaims {
  userId: string;
  sessionId: string;
}

/** Signs and reads the tokens of sessions; nothing of them is in the database. */
export interface SessionTokenKeys {
  signAccess(claims: AccessClaims, expiresAt: Date): Promise<string>;
  /** undefined: not a token of ours, or not valid now. */
  readAccess(token: string): Promise<AccessClaims | undefined>;
  /** The refresh token that is the session's `generation`-th. */
  signRefresh(sessionId: string, generation: number): string;
  readRefresh(token: string): { sessionId: string; generation: number } | undefined;
  signCookie(sessionId: string): string;
  readCookie(cookie: string): string | undefined;
}

const known = new WeakMap<Secrets, SessionTokenKeys>();

/** The token keys of a server's secrets; made once for each. */
export function sessionTokenKeys(secrets: Secrets): SessionTokenKeys {
  const keys = known.get(secrets) ?? createKeys(secrets);
  known.set(secrets, keys);
  return keys;
}

function createKeys(secrets: Secrets): SessionTokenKeys {
  const current = signingKey(secrets.current);
  const accepted = [current, ...(secrets.previous ? [signingKey(secrets.previous)] : [])];
  const refreshKey = macKey(secrets, 'refresh token');
  const cookieKey = macKey(secrets, 'web session');

  const keyFor = (header: JWTHeaderParameters): KeyObject => {
    const match = accepted.find(({ id }) => id === header.kid);
    if (!match) throw new Error('unknown key');
    return match.key;
  };

  /** Whether a token is ours never changes: one that was found so is not looked at again. */
  const recent = new Map<string, { claims: AccessClaims; validUntilMs: number }>();

  function remember(token: string, read: { claims: AccessClaims; validUntilMs: number }): void {
    if (recent.size >= rememberedTokens) recent.clear();
    recent.set(token, read);
  }

  async function verify(token: string): Promise<{ claims: AccessClaims; validUntilMs: number } | undefined> {
    try {
      const { payload } = await jwtVerify(token, keyFor, {
        algorithms: [algorithm],
        issuer,
        audience,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['sub', 'sid', 'exp', 'iat'],
      });
      const { sub, sid, exp = 0 } = payload;
      if (!isUuid(sub) || !isUuid(sid)) return undefined;
      return {
        claims: { userId: sub, sessionId: sid },
        validUntilMs: (exp + clockToleranceSeconds) * 1000,
      };
    } catch {
      return undefined;
    }
  }

  return {
    signAccess: ({ userId, sessionId }, expiresAt) =>
      new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: algorithm, kid: current.id, typ: 'JWT' })
        .setSubject(userId)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(expiresAt)
        .sign(current.key),

    async readAccess(token) {
      const known = recent.get(token);
      const read = known ?? (await verify(token));
      if (read && !known) remember(token, read);
      return read && read.validUntilMs > Date.now() ? read.claims : undefined;
    },

    signRefresh(sessionId, generation) {
      const head = Buffer.alloc(20);
      uuidBytes(sessionId).copy(head);
      head.writeUInt32BE(generation, 16);
      return Buffer.concat([head, refreshKey.sign(head)]).toString('base64url');
    },

    readRefresh(token) {
      const head = readMac(token, 20, refreshKey);
      return head && { sessionId: uuidText(head.subarray(0, 16)), generation: head.readUInt32BE(16) };
    },

    signCookie(sessionId) {
      const head = uuidBytes(sessionId);
      return Buffer.concat([head, cookieKey.sign(head)]).toString('base64url');
    },

    readCookie(cookie) {
      const head = readMac(cookie, 16, cookieKey);
      return head && uuidText(head);
    },
  };
}

/** The id of a key names it without telling it: two servers with one secret agree on it. */
function signingKey(secret: Buffer): SigningKey {
  const key = derivedKey(secret, 'access token');
  return {
    id: createHash('sha256').update(key).digest('base64url').slice(0, 12),
    key: createSecretKey(key),
  };
}

function readMac(text: string, headLength: number, key: ReturnType<typeof macKey>): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  const head = bytes.subarray(0, headLength);
  const mac = bytes.subarray(headLength);
  // Exactly one text stands for one token: base64 has spare bits that a decoder ignores.
  if (bytes.toString('base64url') !== text || mac.length !== 32) return undefined;
  return key.verify(head, mac) ? head : undefined;
}

function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
