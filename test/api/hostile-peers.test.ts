import { afterEach, expect, test } from 'vitest';
import { getMe } from '#contract/account/api';
import { listOrganizations } from '#contract/organization/api';
import { signIn } from '../helpers/api-client.ts';
import { requestEvents } from '../helpers/event-stream.ts';
import { openNonReaders, openSilentPeers, type HostilePeers } from '../helpers/hostile-peers.ts';
import { routesWithBody } from '../helpers/route-table.ts';
import { useServer } from './use-server.ts';

const server = useServer();

let peers: HostilePeers | undefined;
afterEach(() => peers?.drop());

/** Whether everybody else signs in and gets an answer, and `/readyz` says so. */
async function othersAreServed(): Promise<boolean> {
  const { testData, url, anonymous } = server();
  const person = await testData.person();
  const { client } = await signIn(url, person);
  expect((await client.call(getMe, {})).user.id).toBe(person.id);
  expect((await client.call(listOrganizations, {})).total).toBe(0);
  expect((await anonymous.raw({ method: 'GET', path: '/Account/Login' })).status).toBe(200);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  return true;
}

test(
  'serves others while 642 connections have sent the head of a request and no body, to any route',
  { tags: ['guard:slot-after-body'] },
  async () => {
    const { anonymous, url } = server();
    const routes = await routesWithBody(anonymous);
    expect(routes.length).toBeGreaterThan(30);
    peers = await openSilentPeers(url, routes, 642);
    expect(await othersAreServed()).toBe(true);
  },
);

test(
  'serves others while 300 connections do not read a large answer',
  { tags: ['guard:slot-until-answer'] },
  async () => {
    const { url } = server();
    // More than there are slots, if each kept one.
    const [some, more] = [
      await openNonReaders(url, '/scalar/v1/scalar.js', 300),
      await openNonReaders(url, '/scalar/v1/scalar.js', 300),
    ];
    peers = {
      drop() {
        some.drop();
        more.drop();
      },
    };
    expect(await othersAreServed()).toBe(true);
  },
);

test(
  'leaves the streams of others room while one user opens 1,100',
  { tags: ['guard:share-of-streams'] },
  async () => {
    const { testData, url } = server();
    const greedy = (await server().as(await testData.person())).accessToken ?? '';
    const other = (await server().as(await testData.person())).accessToken ?? '';
    const ended = new AbortController();
    peers = { drop: () => ended.abort() };
    // Kept, because one that is forgotten is closed.
    const answers: Response[] = [];
    let left = 1_100;
    const lane = async () => {
      while (left > 0) {
        left -= 1;
        answers.push(await requestEvents({ url, accessToken: greedy }, ended.signal));
      }
    };
    await Promise.all(Array.from({ length: 50 }, lane));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1_000);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(100);
    for (const { headers } of refused) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await requestEvents({ url, accessToken: other }, ended.signal)).status).toBe(200);
    expect(await othersAreServed()).toBe(true);
  },
);
