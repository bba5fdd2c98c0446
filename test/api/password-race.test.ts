import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { signIn } from '#contract/session/api';
import { hashPassword } from '../../src/backend/platform/crypto/password.ts';
import { useServer } from './use-server.ts';

const server = useServer();

test('starts no session for a concurrent sign-in with the old password', async () => {
  const { testData, anonymous } = server();
  const person = await testData.person();
  const other = await hashPassword('a wholly other pass phrase');
  let signingIn: ReturnType<typeof anonymous.refusal> | undefined;
  await testData.database.transaction(async (tx) => {
    await tx.execute(sql`update users set password_hash = ${other} where id = ${person.id}`);
    // A concurrent read still sees the old password and accepts it.
    signingIn = anonymous.refusal(signIn, { body: { email: person.email, password: person.password } });
    await expect
      .poll(async () => {
        const { rows } = await testData.database.orm.execute(
          sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows.length;
      })
      .toBe(1);
  });
  expect((await signingIn)?.problem.code).toBe('invalid_credentials');
  const { rows } = await testData.database.orm.execute(
    sql`select from sessions where user_id = ${person.id}`,
  );
  expect(rows).toEqual([]);
});
