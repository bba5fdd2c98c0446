import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { login } from '#contract/session';
import { hashPassword } from '../../src/backend/session/password.ts';
import { useServer } from './use-server.ts';

const server = useServer();

test('a sign-in with the old password, under way while the password changes, begins no session', async () => {
  const { world, anonymous } = server();
  const person = await world.person();
  const other = await hashPassword('a wholly other pass phrase');
  let signingIn: ReturnType<typeof anonymous.refusal> | undefined;
  await world.database.transaction(async (tx) => {
    await tx.execute(sql`update users set password_hash = ${other} where id = ${person.id}`);
    // Whoever reads meanwhile still sees the old password, and takes it for right.
    signingIn = anonymous.refusal(login, { body: { email: person.email, password: person.password } });
    await expect
      .poll(async () => {
        const { rows } = await world.database.orm.execute(
          sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows.length;
      })
      .toBe(1);
  });
  expect((await signingIn)?.problem.code).toBe('invalid_credentials');
  const { rows } = await world.database.orm.execute(sql`select from sessions where user_id = ${person.id}`);
  expect(rows).toEqual([]);
});
