import { expect, test } from 'vitest';
import { changePassword } from '#contract/account/api';
import { signIn } from '#contract/session/api';
import { useServer } from './use-server.ts';

const server = useServer();

/** Somebody who has just chosen this password. */
async function choosing(next: string) {
  const person = await server().testData.person();
  const client = await server().as(person);
  return { person, client, body: { current: person.password, next } };
}

test.each([
  ['twelve letters', 'zqvmwkxpjtrb'],
  ['lower case without digits', 'quiet lanterns drift west'],
  ['digits only', '918273640912'],
  ['64 characters', 'lantern '.repeat(8)],
  ['200 characters', 'drifting west '.repeat(14) + 'late'],
  ['several scripts and emoji', 'пароль 密码 κωδικός 🗝️🗝️'],
  ['spaces at both ends', '  quiet lanterns  '],
])('accepts a password of %s', async (_what, next) => {
  const { person, client, body } = await choosing(next);
  await client.call(changePassword, { body });
  const { user } = await server().anonymous.call(signIn, { body: { email: person.email, password: next } });
  expect(user.id).toBe(person.id);
  // The last letter counts too: nothing is cut off.
  const shorter = await server().anonymous.refusal(signIn, {
    body: { email: person.email, password: next.slice(0, -1) },
  });
  expect(shorter.problem.code).toBe('invalid_credentials');
});

test.each([
  ['eleven characters', 'zqvmwkxpjtr'],
  ['eleven characters that take 33 bytes', '密'.repeat(11)],
  ['a common password', 'password1234'],
  ['a common password in capitals', 'PASSWORD1234'],
  ['no characters', ''],
])(
  'rejects a password of %s',
  { tags: ['guard:password-length', 'guard:common-passwords'] },
  async (_what, next) => {
    const { client, body } = await choosing(next);
    expect((await client.refusal(changePassword, { body })).problem.code).toBe('validation_failed');
  },
);

test(
  'normalizes a password, so that any Unicode form of it signs in',
  { tags: ['guard:password-nfkc'] },
  async () => {
    const composed = 'Zoë ﬁnds the ① door'.normalize('NFC');
    const { person, client, body } = await choosing(composed);
    await client.call(changePassword, { body });
    for (const typed of [composed, composed.normalize('NFD'), composed.normalize('NFKC')]) {
      const { user } = await server().anonymous.call(signIn, {
        body: { email: person.email, password: typed },
      });
      expect(user.id).toBe(person.id);
    }
  },
);

test(
  'stores a password as argon2id with 19 MiB, two passes, one lane and its own salt',
  { tags: ['guard:argon2-passes'] },
  async () => {
    const next = 'quiet lanterns drift west';
    const both = await Promise.all([choosing(next), choosing(next)]);
    for (const { client, body } of both) await client.call(changePassword, { body });
    const { rows } = await server().testData.database.pool.query<{ password_hash: string }>(
      'select password_hash from users where id = any($1)',
      [both.map(({ person }) => person.id)],
    );
    expect(rows).toHaveLength(2);
    const hashes = rows.map(({ password_hash }) => password_hash);
    for (const hash of hashes)
      expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22,}\$[\w+/]{43}$/);
    expect(new Set(hashes).size).toBe(2);
  },
);
