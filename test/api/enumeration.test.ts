import { expect, test } from 'vitest';
import { signOut } from '#contract/session/api';
import { signIn } from '../helpers/api-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();

/** How often each of two calls is timed. */
const rounds = 25;
/** What a busy machine adds to one and not to the other. Without the guard the difference is tenfold. */
const allowedRatio = 2;

interface Call {
  path: string;
  body: (round: number) => unknown;
}

/** The medians of two calls, made in turn so that both meet the same load; and all that they answered. */
async function timed(one: Call, other: Call) {
  const calls = [one, other].map((call) => ({ ...call, times: [] as number[], said: new Set<string>() }));
  for (let round = 0; round < rounds; round += 1) {
    // The throttle is not what is timed here.
    await server().testData.database.pool.query('delete from throttles');
    for (const { path, body, times, said } of round % 2 ? calls.toReversed() : calls) {
      const began = performance.now();
      const { status, text } = await server().anonymous.raw({ method: 'POST', path, body: body(round) });
      times.push(performance.now() - began);
      said.add(`${status} ${text}`);
    }
  }
  return calls.map(({ times, said }) => ({
    median: times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0,
    said: [...said],
  }));
}

/** What both say, each in its own words, and how many times as long the one takes as the other. */
async function compared(one: Call, other: Call): Promise<{ said: string[]; ratio: number }> {
  const both = await timed(one, other);
  const medians = both.map(({ median }) => median);
  return {
    said: [...new Set(both.flatMap(({ said }) => said))],
    ratio: Math.max(...medians) / Math.min(...medians),
  };
}

test(
  'answers a sign-in with the same text and in the same time for known and unknown accounts',
  { tags: ['guard:hash-for-nobody'] },
  async () => {
    const person = await server().testData.person();
    const path = '/api/auth/login';
    const { said, ratio } = await compared(
      { path, body: () => ({ email: person.email, password: 'not the password' }) },
      { path, body: (round) => ({ email: `nobody-${round}@example.test`, password: 'not the password' }) },
    );
    expect(said).toHaveLength(1);
    expect(ratio).toBeLessThan(allowedRatio);
  },
);

test('answers a password reset request with the same text and in the same time for known and unknown accounts', async () => {
  const person = await server().testData.person();
  const path = '/api/auth/forgot';
  const { said, ratio } = await compared(
    { path, body: () => ({ email: person.email }) },
    { path, body: (round) => ({ email: `nobody-${round}@example.test` }) },
  );
  expect(said).toHaveLength(1);
  expect(ratio).toBeLessThan(allowedRatio);
});

test('answers a refresh alike for the token of an ended session and for an invalid token', async () => {
  const { tokens } = await signIn(server().url, await server().testData.person());
  const { refreshToken } = tokens;
  await server().anonymous.call(signOut, { body: { refreshToken } });
  const path = '/api/auth/refresh';
  const refusals = await Promise.all(
    [refreshToken, `${refreshToken.slice(0, -4)}AAAA`, 'nonsense'].map((token) =>
      server().anonymous.raw({ method: 'POST', path, body: { refreshToken: token } }),
    ),
  );
  expect(new Set(refusals.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
});

test('shows the same sign-in page for a wrong password and an unknown account', async () => {
  const person = await server().testData.person();
  const pages = await Promise.all(
    [person.email, 'nobody@example.test'].map(async (email) => {
      const answer = await fetch(`${server().url}/Account/Login`, {
        method: 'POST',
        body: new URLSearchParams({ email, password: 'not the password' }),
      });
      return `${answer.status} ${(await answer.text()).replaceAll(email, 'the address')}`;
    }),
  );
  expect(pages[0]).toBe(pages[1]);
});
