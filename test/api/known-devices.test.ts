import { expect, test } from 'vitest';
import { changePassword } from '#contract/account/api';
import { deviceHeader } from '#contract/session/model';
import { problemOf, signIn, type RawAnswer } from '../helpers/api-client.ts';
import type { Person } from '../helpers/factories.ts';
import { createWebClient } from '../helpers/web-client.ts';
import { useServer } from './use-server.ts';

// The stranger tries passwords on one node, the owner signs in on the other.
const server = useServer({ nodes: 2 });

function signInOn(node: number, { email, password }: Pick<Person, 'email' | 'password'>, device?: string) {
  return fetch(`${server().node(node).url}/api/auth/login`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(device === undefined ? {} : { [deviceHeader]: device }),
    },
    body: JSON.stringify({ email, password }),
  });
}

/** Tries passwords until the account is closed to strangers, the owner's own included. */
async function attack(person: Person): Promise<void> {
  const wrong = { email: person.email, password: 'a stranger guesses' };
  const statuses = [];
  for (let n = 0; n < 12; n += 1) statuses.push((await signInOn(0, wrong)).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
  expect((await signInOn(1, person)).status).toBe(429);
  // Other tests of this file call from the same address.
  await server().testData.database.pool.query(`delete from throttles where key like 'address:%'`);
}

async function knownDeviceOf(person: Person): Promise<string> {
  const answer = await signInOn(1, person);
  expect(answer.status).toBe(200);
  return answer.headers.get(deviceHeader) ?? '';
}

test(
  'a known device signs in while a stranger tries passwords for the account',
  { tags: ['guard:known-device'] },
  async () => {
    const person = await server().testData.person();
    const device = await knownDeviceOf(person);
    await attack(person);
    const answer = await signInOn(1, person, device);
    expect(answer.status).toBe(200);
    // It goes on being known, and to strangers the account stays closed.
    expect((await signInOn(1, person, answer.headers.get(deviceHeader) ?? '')).status).toBe(200);
    expect((await signInOn(1, person)).status).toBe(429);
  },
);

test('a known device has ten tries of its own, and is known to its own accounts only', async () => {
  const [person, other] = [await server().testData.person(), await server().testData.person()];
  const device = await knownDeviceOf(person);
  await attack(other);
  expect((await signInOn(1, other, device)).status).toBe(429);
  const wrong = { email: person.email, password: 'not the password' };
  for (let n = 0; n < 10; n += 1) expect((await signInOn(1, wrong, device)).status).toBe(401);
  expect((await signInOn(1, person, device)).status).toBe(429);
  expect((await signInOn(1, person)).status).toBe(200);
  for (const forged of ['x', `${device}x`, device.slice(0, -2), '.'.repeat(5_000)]) {
    expect((await signInOn(1, other, forged)).status, forged.slice(0, 100)).toBe(429);
  }
});

test(
  'somebody who is signed in changes the password while a stranger tries some for the account',
  { tags: ['guard:signed-in-attempts'] },
  async () => {
    const person = await server().testData.person();
    const { client } = await signIn(server().node(1).url, person);
    await attack(person);
    const next = 'another horse battery';
    const wrong: RawAnswer = await client.raw({
      method: 'POST',
      path: changePassword.path,
      body: { current: 'not the password', next },
    });
    expect(problemOf(wrong)).toBe('invalid_credentials');
    await client.call(changePassword, { body: { current: person.password, next } });
  },
);

test('a browser in which somebody signed in is known, and so is one that reset the password', async () => {
  const person = await server().testData.person();
  const known = createWebClient(server().node(1).url);
  const form = { email: person.email, password: person.password };
  expect((await known.post('/Account/Login', form)).status).toBe(303);
  await known.post('/Account/Logout');
  await attack(person);
  expect((await createWebClient(server().node(1).url).post('/Account/Login', form)).status).toBe(429);
  expect((await known.post('/Account/Login', form)).status).toBe(303);

  const fresh = createWebClient(server().node(1).url);
  await fresh.post('/Account/ForgotPassword', { email: person.email });
  const mail = await server().mailbox.next(person.email);
  const { pathname, search } = new URL(
    /https?:\/\/\S+\/Account\/ResetPassword\S+/.exec(mail.text)?.[0] ?? '',
  );
  const password = 'a horse of another battery';
  expect((await fresh.post(`${pathname}${search}`, { password })).status).toBe(303);
  expect((await fresh.post('/Account/Login', { email: person.email, password })).status).toBe(303);
});
