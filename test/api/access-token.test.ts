import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { me } from '#contract/session';
import { derivedKey } from '../../src/backend/http/secret.ts';
import { createApiClient, signIn } from '../support/api-client.ts';
import { requestEvents } from '../support/event-stream.ts';
import type { Person } from '../support/factories.ts';
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
  const { world, url } = server();
  [person, other] = await Promise.all([world.person(), world.person()]);
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
  'the good one': () => signed({}),
  'one of an hour': () => signed({ payload: { exp: seconds() + 3600 } }),
  'one that ended 55 seconds ago, for the clocks of nodes differ': () =>
    signed({ payload: { exp: seconds() - 55 } }),
  'one that begins in 55 seconds': () => signed({ payload: { nbf: seconds() + 55 } }),
};

const refused: Record<string, () => Promise<string>> = {
  'one that ended 65 seconds ago': () => signed({ payload: { exp: seconds() - 65 } }),
  'one that begins in 65 seconds': () => signed({ payload: { nbf: seconds() + 65 } }),
  'no expiry': () => signed({ payload: { exp: undefined } }),
  'no time of issue': () => signed({ payload: { iat: undefined } }),
  'another audience': () => signed({ payload: { aud: 'fastlinkit-web' } }),
  'no audience': () => signed({ payload: { aud: undefined } }),
  'another issuer': () => signed({ payload: { iss: 'https://evil.test' } }),
  'no issuer': () => signed({ payload: { iss: undefined } }),
  'no subject': () => signed({ payload: { sub: undefined } }),
  'another subject than the session has': () => signed({ payload: { sub: other.id } }),
  'no session': () => signed({ payload: { sid: undefined } }),
  'a session that is none': () => signed({ payload: { sid: '00000000-0000-7000-8000-000000000000' } }),
  'a session in words': () => signed({ payload: { sid: "' or true --" } }),
  'a session that is a number': () => signed({ payload: { sid: 7 } }),
  'another key under our name': () => signed({}, foreign),
  'another key under its own name': () => signed({ header: { kid: idOf(foreign) } }, foreign),
  'our key under another name': () => signed({ header: { kid: 'another' } }),
  'our key under no name': () => signed({ header: { kid: undefined } }),
  'a stronger algorithm than ours': () => signed({ header: { alg: 'HS512' } }),
  'a public key': () => signed({ header: { alg: 'RS256' } }, rsa.privateKey),
  'a key in the header': () =>
    signed(
      {
        header: { kid: undefined, jwk: Object.assign({ kty: 'oct' }, { k: foreign.toString('base64url') }) },
      },
      foreign,
    ),
  'no algorithm': () => Promise.resolve(unsigned({ alg: 'none', kid: idOf(key) })),
  'no algorithm, in other letters': () => Promise.resolve(unsigned({ alg: 'nOnE', kid: idOf(key) })),
  'no signature': async () => (await signed({})).replace(/[^.]+$/, ''),
  'half a signature': async () => (await signed({})).slice(0, -20),
};

describe.each([
  ['is good', accepted, 200],
  ['is nobody', refused, 401],
] as const)('a token with this %s', (_what, tokens, status) => {
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
});

test('a good token is nobody once its session is over, or has expired', async () => {
  const { world, url } = server();
  const { client } = await signIn(url, other);
  await client.call(me, {});
  await world.database.pool.query(
    `update sessions set expires_at = now() - interval '1 second' where user_id = $1`,
    [other.id],
  );
  expect((await client.refusal(me, {})).problem.code).toBe('unauthenticated');
});

test("a browser's session is none of the API's", async () => {
  const { world } = server();
  const { rows } = await world.database.pool.query<{ id: string }>(
    `insert into sessions (id, user_id, kind, rotated_at, created_at, last_seen_at, expires_at, device, address)
     select gen_random_uuid(), user_id, 'web', now(), now(), now(), expires_at, device, address
     from sessions where id = $1 returning id`,
    [sid],
  );
  const token = await signed({ payload: { sid: rows[0]?.id } });
  const refusal = await createApiClient(server().url, token).refusal(me, {});
  expect(refusal.problem.code).toBe('unauthenticated');
});
