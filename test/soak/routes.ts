import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { createInvite } from '#contract/invite/api';
import { createApiClient, signIn } from '../helpers/api-client.ts';
import type { ApiClient, RawAnswer } from '../helpers/api-client.ts';
import type { Person, TestData } from '../helpers/factories.ts';
import { openMailServer } from '../helpers/mail-server.ts';
import {
  callRoute,
  resultOf,
  routeRoles,
  routeRows,
  routesApart,
  servedRoutes,
  type RouteResult,
  type RouteIds,
  type RouteRole,
  type RouteRow,
} from '../helpers/route-table.ts';
import type { Part } from './part.ts';
import { openHarness } from './harness.ts';

const randomIds = { short: 300, long: 100_000 };
/** Calls that wait for their answers at once. */
const atOnce = 12;

/** Stands in all that the second tenant has, and in nothing that anybody else may read. */
const canary = `canary${randomBytes(6).toString('hex')}`;

type Kind = RouteRole | 'nobody';
const kinds: readonly Kind[] = [...routeRoles, 'nobody'];

export const part: Part = {
  what: 'every route × 6 kinds of caller × 2 tenants, and 100,000 random ids',
  goal: '0 foreign reads',
  async run(size) {
    const mailServer = await openMailServer();
    const harness = await openHarness({ nodes: 1, smtpUrl: mailServer.smtpUrl });
    try {
      const url = harness.urls[0] ?? '';
      const tally = new Tally();
      const tenants = await openTenants(harness.testData, url);
      const unlisted = (await servedRoutes(createApiClient(url))).filter(
        (route) => !routeRows.some((row) => row.route === route) && !routesApart.includes(route),
      );
      for (const row of routeRows) await callAsEverybody(tenants, row, tally);
      await readOwnLists(tenants, tally);
      await guessIds(tenants, randomIds[size], tally);
      const { calls, foreign, odd, examples } = tally;
      return {
        reached: [
          `${calls.routes.toLocaleString('en')} calls of ${routeRows.length} routes`,
          `${calls.ids.toLocaleString('en')} random ids: ${foreign} foreign reads`,
          `${odd} other answers than the table's, ${unlisted.length} routes without a row`,
          ...examples,
        ].join(', '),
        met: foreign === 0 && odd === 0 && unlisted.length === 0 && calls.ids === randomIds[size],
      };
    } finally {
      await harness.close();
      await mailServer.close();
    }
  },
};

/** What came out so far. */
class Tally {
  readonly calls = { routes: 0, ids: 0 };
  readonly examples: string[] = [];
  foreign = 0;
  odd = 0;

  /** @param expected the outcomes that the table allows */
  note(
    calls: keyof Tally['calls'],
    { kind, what, answer }: { kind: Kind; what: string; answer: RawAnswer },
    expected: readonly RouteResult[],
  ): void {
    this.calls[calls] += 1;
    const outcome = resultOf(answer);
    // Staff may see all organizations; nobody else outside the second tenant sees anything of it, whatever the status.
    const leaks = kind !== 'staff' && answer.text.includes(canary);
    if (leaks) this.foreign += 1;
    else if (!expected.includes(outcome)) this.odd += 1;
    else return;
    if (this.examples.length < 5) this.examples.push(`${what} as ${kind}: ${outcome}`);
  }
}

interface Tenants {
  clients: Readonly<Record<Kind, ApiClient>>;
  /** An organization of the first tenant: the owner, admin and agent among the callers are its people. */
  own: () => Promise<RouteIds>;
  /** One of the second tenant, in which none of the callers is anything. */
  foreign: () => Promise<RouteIds>;
}

/** Each call gets organizations of its own, for many calls leave nothing behind to call again. */
async function openTenants(testData: TestData, url: string): Promise<Tenants> {
  const [owner, admin, agent, outsider] = await Promise.all(
    ['Olga', 'Adam', 'Agnes', 'Otto'].map((firstName) => testData.person({ firstName })),
  );
  const staff = await testData.person({ staff: true });
  if (!owner || !admin || !agent || !outsider) throw new Error('somebody is missing');
  const stranger = await testData.person({ firstName: canary });
  const clientOf = async (person: Person) => (await signIn(url, person)).client;
  const ownerClient = await clientOf(owner);
  const strangerClient = await clientOf(stranger);
  let count = 0;

  async function organization(of: { owner: Person; client: ApiClient; mark: string }): Promise<RouteIds> {
    const unique = `${(count += 1)}`;
    const { organizationId } = await testData.organization({ owner: of.owner, name: `${of.mark} ${unique}` });
    const target = await testData.person({
      email: `${of.mark}-${unique}@member.test`,
      firstName: of.mark,
    });
    const { memberId } = await testData.member(organizationId, target, 'agent');
    const { id: inviteId } = await of.client.call(createInvite, {
      params: { organizationId },
      body: { email: `${of.mark}-${unique}@invited.test`, role: 'agent' },
    });
    return { organizationId, memberId, inviteId, unique };
  }

  return {
    clients: {
      owner: ownerClient,
      admin: await clientOf(admin),
      agent: await clientOf(agent),
      staff: await clientOf(staff),
      outsider: await clientOf(outsider),
      nobody: createApiClient(url),
    },
    async own() {
      const ids = await organization({ owner, client: ownerClient, mark: 'own' });
      await testData.member(ids.organizationId, admin, 'admin');
      await testData.member(ids.organizationId, agent, 'agent');
      return ids;
    },
    foreign: () => organization({ owner: stranger, client: strangerClient, mark: canary }),
  };
}

/** One route as each kind of caller: of the own tenant, of the other, and of the own with the other's ids. */
async function callAsEverybody(tenants: Tenants, row: RouteRow, tally: Tally): Promise<void> {
  // What is only read can be read by all.
  const reads = row.route.startsWith('GET ');
  const [own, theirs] = reads ? [await tenants.own(), await tenants.foreign()] : [undefined, undefined];
  await Promise.all(
    kinds.map(async (kind) =>
      callAs(kind, { tenants, row, tally, own: own ?? (await tenants.own()), theirs }),
    ),
  );
}

async function callAs(
  kind: Kind,
  given: { tenants: Tenants; row: RouteRow; tally: Tally; own: RouteIds; theirs: RouteIds | undefined },
): Promise<void> {
  const { tenants, row, tally, own } = given;
  const { route } = row;
  const client = tenants.clients[kind];
  const allowed = kind === 'nobody' ? 'unauthenticated' : row[kind];
  const answer = await callRoute(client, row, own);
  tally.note('routes', { kind, what: route, answer }, [allowed]);
  if (!route.includes('{organizationId}')) return;

  const theirs = given.theirs ?? (await tenants.foreign());
  const foreign = await callRoute(client, row, theirs);
  const asForeign = { staff: row.staff, nobody: 'unauthenticated' };
  const refusal = kind === 'staff' || kind === 'nobody' ? asForeign[kind] : 'organization_not_found';
  tally.note('routes', { kind, what: `${route} of the other tenant`, answer: foreign }, [refusal]);
  if (!/\{(memberId|inviteId)\}/.test(route)) return;

  const { organizationId } = given.theirs ? own : await tenants.own();
  const mixed = await callRoute(client, row, { ...theirs, organizationId });
  const missing = ['member_not_found', 'invite_not_found'];
  const expected = typeof allowed === 'number' ? missing : [allowed];
  tally.note('routes', { kind, what: `${route} with the other tenant's ids`, answer: mixed }, expected);
}

/** Reads each caller's own lists: they contain nothing of the other tenant. */
async function readOwnLists(tenants: Tenants, tally: Tally): Promise<void> {
  await tenants.foreign();
  const own = await tenants.own();
  const others = new Set(['GET /api/events', 'GET /api/version']);
  for (const route of routesApart.filter((one) => one.startsWith('GET') && !others.has(one))) {
    for (const kind of kinds) {
      const answer = await callRoute(tenants.clients[kind], { route }, own);
      tally.note('routes', { kind, what: route, answer }, [kind === 'nobody' ? 'unauthenticated' : 200]);
    }
  }
}

/** Where an id can be guessed, and what a guess is answered with. */
const guesses: readonly { kind: Kind; route: string; own: boolean; refusal: string }[] = [
  ...routeRows
    .filter(({ route }) => route.startsWith('GET') && route.includes('{organizationId}'))
    .flatMap(({ route }) =>
      (['outsider', 'owner'] as const).map((kind) => ({
        kind,
        route,
        own: false,
        refusal: 'organization_not_found',
      })),
    ),
  ...['GET', 'POST'].map((method) => ({
    kind: 'owner' as const,
    route: `${method} /api/organizations/{organizationId}/invites/{inviteId}${method === 'GET' ? '' : '/link'}`,
    own: true,
    refusal: 'invite_not_found',
  })),
  {
    kind: 'owner',
    route: 'PATCH /api/organizations/{organizationId}/members/{memberId}',
    own: true,
    refusal: 'member_not_found',
  },
  ...['sessions', 'api-keys'].map((name) => ({
    kind: 'outsider' as const,
    route: `DELETE /api/${name}/{inviteId}`,
    own: true,
    refusal: 'not_found',
  })),
];

/** Ids out of the air, and ids that are one step beside real ones of the other tenant. */
async function guessIds(tenants: Tenants, count: number, tally: Tally): Promise<void> {
  const own = await tenants.own();
  const theirs = await tenants.foreign();
  const realIds = [theirs.organizationId, theirs.memberId, theirs.inviteId];
  let next = 0;
  async function lane(): Promise<void> {
    while (next < count) {
      const n = (next += 1);
      const guess = guesses[n % guesses.length];
      if (!guess) throw new Error('there is nothing to guess');
      const { kind, route, refusal } = guess;
      const id = guessedId(realIds, n);
      const organizationId = guess.own ? own.organizationId : id;
      const body = route.startsWith('PATCH') ? { role: 'admin' } : undefined;
      const ids = { organizationId, memberId: id, inviteId: id, unique: `guess-${n}` };
      const answer = await callRoute(tenants.clients[kind], { route, body }, ids);
      tally.note('ids', { kind, what: `${route} with ${id}`, answer }, [refusal]);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane));
}

function guessedId(real: readonly string[], n: number): string {
  const seed = real[n % real.length] ?? '';
  switch (n % 4) {
    case 0:
      return uuidv7();
    case 1:
      return crypto.randomUUID();
    case 2:
      return seed.slice(0, -4) + randomBytes(2).toString('hex');
    default:
      // A real one of the other tenant: it must be as if it were none.
      return seed;
  }
}
