import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { getMe } from '#contract/account/api';
import { derivedKey } from '../../src/backend/platform/crypto/secret.ts';
import { createApiClient, signIn } from '../helpers/api-client.ts';
import { requestEvents } from '../helpers/event-stream.ts';
import type { Person } from '../helpers/factories.ts';
import { useServer } from './use-server.ts';

const secret = randomBytes(32);
const server = useServer({ environment: { FASTLINKIT_SECRET: secret.toString('base64') } });

/** As a server with this secret signs. */
const keyOf = (from: Buffer) => derivedKey(from, 'access token');
const idOf = (key: Buffer) => createHash('sha256').update(key).digest('base64url').slice(0, 12);
const key = keyOf(secret);

let person: Person;
let other: Person;
let sid: string;

beforeAll(async () => {
  const { testData, url } = server();
  [person, other] = await Promise.all([testData.person(), testData.person()]);
  const { tokens } = await signIn(url, person);
  sid = String(claimsOf(tokens.accessToken)['sid']);
});

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;
}

const seconds = () => Math.floor(Date.now() / 1000);

function good(): { header: JWTHeaderParameters; payload: JWTPayload } {
  return {
    header: { alg: 'HS256', kid: idOf(key), typ: 'JWT' },
    payload: {
      sid,
      sub: person.id,
      iss: 'fastlinkit',
      aud: 'fastlinkit-api',
      iat: seconds(),
      exp: seconds() + 300,
    },
  };
}

type Change = Partial<{ header: Partial<JWTHeaderParameters>; payload: JWTPayload }>;

function signed({ header = {}, payload = {} }: Change, signingKey: Parameters<SignJWT['sign']>[0] = key) {
  const { header: head, payload: claims } = good();
  return new SignJWT({ ...claims, ...payload }).setProtectedHeader({ ...head, ...header }).sign(signingKey);
}

function unsigned(header: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(good().payload)}.`;
}

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = keyOf(randomBytes(32));

const accepted: Record<string, () => Promise<string>> = {
  'valid claims': () => signed({}),
  'a lifetime of an hour': () => signed({ payload: { exp: seconds() + 3600 } }),
  'an expiry 55 seconds ago, within the tolerance for clock skew': () =>
    signed({ payload: { exp: seconds() - 55 } }),
  'a start in 55 seconds, within that tolerance': () => signed({ payload: { nbf: seconds() + 55 } }),
};

const refused: Record<string, () => Promise<string>> = {
  'an expiry 65 seconds ago': () => signed({ payload: { exp: seconds() - 65 } }),
  'a start in 65 seconds': () => signed({ payload: { nbf: seconds() + 65 } }),
  'no expiry': () => signed({ payload: { exp: undefined } }),
  'no time of issue': () => signed({ payload: { iat: undefined } }),
  'another audience': () => signed({ payload: { aud: 'fastlinkit-web' } }),
  'no audience': () => signed({ payload: { aud: undefined } }),
  'another issuer': () => signed({ payload: { iss: 'https://evil.test' } }),
  'no issuer': () => signed({ payload: { iss: undefined } }),
  'no subject': () => signed({ payload: { sub: undefined } }),
  'another subject than that of the session': () => signed({ payload: { sub: other.id } }),
  'no session': () => signed({ payload: { sid: undefined } }),
  'an unknown session': () => signed({ payload: { sid: '00000000-0000-7000-8000-000000000000' } }),
  'SQL as the session': () => signed({ payload: { sid: "' or true --" } }),
  'a number as the session': () => signed({ payload: { sid: 7 } }),
  'a foreign key under the id of the server key': () => signed({}, foreign),
  'a foreign key under its own id': () => signed({ header: { kid: idOf(foreign) } }, foreign),
  'the server key under another id': () => signed({ header: { kid: 'another' } }),
  'the server key without an id': () => signed({ header: { kid: undefined } }),
  'another HMAC algorithm': () => signed({ header: { alg: 'HS512' } }),
  'an RSA signature': () => signed({ header: { alg: 'RS256' } }, rsa.privateKey),
  'a key in the header': () =>
    signed(
      {
        header: { kid: undefined, jwk: Object.assign({ kty: 'oct' }, { k: foreign.toString('base64url') }) },
      },
      foreign,
    ),
  'no algorithm': () => Promise.resolve(unsigned({ alg: 'none', kid: idOf(key) })),
  'no algorithm, in mixed case': () => Promise.resolve(unsigned({ alg: 'nOnE', kid: idOf(key) })),
  'no signature': async () => (await signed({})).replace(/[^.]+$/, ''),
  'half a signature': async () => (await signed({})).slice(0, -20),
};

describe.each([
  ['accepts', accepted, 200],
  ['rejects', refused, 401],
] as const)(
  '%s an access token with',
  {
    tags: [
      'guard:token-algorithm',
      'guard:token-audience',
      'guard:token-issuer',
      'guard:token-key',
      'guard:token-clock',
      'guard:ended-session',
    ],
  },
  (_what, tokens, status) => {
    test.each(Object.entries(tokens))('%s', async (_name, make) => {
      const client = createApiClient(server().url, await make());
      expect((await client.raw({ method: 'GET', path: '/api/me' })).status).toBe(status);
      // The live events have a way in of their own.
      const dropped = new AbortController();
      const stream = await requestEvents(
        { url: server().url, accessToken: client.accessToken ?? '' },
        dropped.signal,
      );
      expect(stream.status).toBe(status);
      dropped.abort();
    });
  },
);

test('rejects an access token of an expired session', async () => {
  const { testData, url } = server();
  const { client } = await signIn(url, other);
  await client.call(getMe, {});
  await testData.database.pool.query(
    `update sessions set expires_at = now() - interval '1 second' where user_id = $1`,
    [other.id],
  );
  expect((await client.refusal(getMe, {})).problem.code).toBe('unauthenticated');
});

test('rejects an access token that names a browser session', async () => {
  const { testData } = server();
  const { rows } = await testData.database.pool.query<{ id: string }>(
    `insert into sessions (id, user_id, kind, rotated_at, created_at, last_seen_at, expires_at, device, address)
     select gen_random_uuid(), user_id, 'web', now(), now(), now(), expires_at, device, address
     from sessions where id = $1 returning id`,
    [sid],
  );
  const token = await signed({ payload: { sid: rows[0]?.id } });
  const refusal = await createApiClient(server().url, token).refusal(getMe, {});
  expect(refusal.problem.code).toBe('unauthenticated');
});
