import { expect, test } from 'vitest';
import { changePassword, login } from '#contract/session';
import { useServer } from './use-server.ts';

const server = useServer();

/** Somebody who has just chosen this password. */
async function choosing(next: string) {
  const person = await server().world.person();
  const client = await server().as(person);
  return { person, client, body: { current: person.password, next } };
}

test.each([
  ['twelve letters', 'zqvmwkxpjtrb'],
  ['all in lower case, a digit nowhere', 'quiet lanterns drift west'],
  ['digits alone', '918273640912'],
  ['64 characters', 'lantern '.repeat(8)],
  ['200 characters', 'drifting west '.repeat(14) + 'late'],
  ['letters from everywhere', 'пароль 密码 κωδικός 🗝️🗝️'],
  ['spaces at both ends', '  quiet lanterns  '],
])('%s are a password', async (_what, next) => {
  const { person, client, body } = await choosing(next);
  await client.call(changePassword, { body });
  const { user } = await server().anonymous.call(login, { body: { email: person.email, password: next } });
  expect(user.id).toBe(person.id);
  // The last letter counts too: nothing is cut off.
  const shorter = await server().anonymous.refusal(login, {
    body: { email: person.email, password: next.slice(0, -1) },
  });
  expect(shorter.problem.code).toBe('invalid_credentials');
});

test.each([
  ['eleven characters', 'zqvmwkxpjtr'],
  ['eleven characters that take 33 bytes', '密'.repeat(11)],
  ['a common one', 'password1234'],
  ['a common one in capitals', 'PASSWORD1234'],
  ['nothing', ''],
])('%s are none', async (_what, next) => {
  const { client, body } = await choosing(next);
  expect((await client.refusal(changePassword, { body })).problem.code).toBe('validation_failed');
});

test('one and the same word typed on two keyboards is one password', async () => {
  const composed = 'Zoë ﬁnds the ① door'.normalize('NFC');
  const { person, client, body } = await choosing(composed);
  await client.call(changePassword, { body });
  for (const typed of [composed, composed.normalize('NFD'), composed.normalize('NFKC')]) {
    const { user } = await server().anonymous.call(login, {
      body: { email: person.email, password: typed },
    });
    expect(user.id).toBe(person.id);
  }
});

test('what is kept is argon2id of 19 MiB, two passes and one lane, with a salt of its own', async () => {
  const next = 'quiet lanterns drift west';
  const both = await Promise.all([choosing(next), choosing(next)]);
  for (const { client, body } of both) await client.call(changePassword, { body });
  const { rows } = await server().world.database.pool.query<{ password_hash: string }>(
    'select password_hash from users where id = any($1)',
    [both.map(({ person }) => person.id)],
  );
  expect(rows).toHaveLength(2);
  const hashes = rows.map(({ password_hash }) => password_hash);
  for (const hash of hashes)
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22,}\$[\w+/]{43}$/);
  expect(new Set(hashes).size).toBe(2);
});
