import { createApiClient, signIn, type ApiClient } from '../../test/support/api-client.ts';
import { openWorld, type Person, type World } from '../../test/support/factories.ts';
import { startBackend, type Backend } from '../../test/support/start-backend.ts';
import { atEnd } from './ending.ts';
import { fillOrganizations, type Fill } from './fill.ts';
import { createPeerTables } from './peer/peer-tables.ts';
import { createBenchDatabase } from './postgres.ts';
import { startWaitingSmtp } from './waiting-smtp.ts';

/** The backend as a process of its own, on a database of its own, and somebody who may invite. */
export interface Site {
  databaseUrl: string;
  backend: Backend;
  world: World;
  owner: Person;
  /** A session that has just begun: a token serves for a quarter of an hour. */
  signIn: () => Promise<{ client: ApiClient; accessToken: string }>;
  /** Makes so many organizations of the owner's and fills each. */
  organizations: (count: number, fill: Fill) => Promise<string[]>;
  /** So many organizations, each with an owner of its own, who is signed in: nobody's own counters are in another's way. */
  teams: (count: number, fill: Fill) => Promise<{ organizationId: string; accessToken: string }[]>;
  /** Starts one more backend on the same database. */
  node: () => Promise<Backend>;
}

/** An organization as most are, and the largest that the goals speak of. */
export const small: Fill = { members: 100, invites: 1_000 };
export const large: Fill = { members: 100_000, invites: 1_000_000 };

let smallSite: Promise<Site> | undefined;
let largeSite: Promise<Site & { organizationId: string }> | undefined;

/** The site that small organizations are measured on; one for all rows of a run. */
export function openSmallSite(): Promise<Site> {
  smallSite ??= openSite();
  return smallSite;
}

/** The site with one large organization; one for all rows of a run, for it takes a while to fill. */
export function openLargeSite(log: (line: string) => void): Promise<Site & { organizationId: string }> {
  largeSite ??= openSite().then(async (site) => {
    const began = Date.now();
    const [organizationId = ''] = await site.organizations(1, large);
    await site.world.recount();
    log(`1,000,000 invites and 100,000 members filled in, in ${Math.round((Date.now() - began) / 1000)} s`);
    return { ...site, organizationId };
  });
  return largeSite;
}

async function openSite(): Promise<Site> {
  const databaseUrl = await createBenchDatabase();
  const smtp = await startWaitingSmtp();
  atEnd(smtp.end);
  const node = async () => {
    const backend = await startBackend({
      databaseUrl,
      smtpUrl: smtp.url,
      // The limits are on, and wide enough for what is measured.
      environment: { FASTLINKIT_SENDS_PER_DAY: '100000000' },
    });
    atEnd(() => backend.stop());
    return backend;
  };
  const backend = await node();
  const world = openWorld(databaseUrl);
  atEnd(() => world.close());
  await createPeerTables(databaseUrl);
  const owner = await world.person({ firstName: 'Olga', lastName: 'Owner' });
  const organization = async (person: Person) => {
    const { organizationId } = await world.organization({ owner: person, maxSeats: 100_000_000 });
    return organizationId;
  };
  return {
    databaseUrl,
    backend,
    world,
    owner,
    node,
    async signIn() {
      const { tokens } = await signIn(backend.url, owner);
      return { client: createApiClient(backend.url, tokens.accessToken), accessToken: tokens.accessToken };
    },
    async organizations(count, fill) {
      const ids: string[] = [];
      while (ids.length < count) ids.push(await organization(owner));
      await fillOrganizations(databaseUrl, ids, owner.id, fill);
      return ids;
    },
    async teams(count, fill) {
      const teams: { organizationId: string; accessToken: string }[] = [];
      while (teams.length < count) {
        const person = await world.person({ firstName: 'Olaf', lastName: 'Owner' });
        const organizationId = await organization(person);
        await fillOrganizations(databaseUrl, [organizationId], person.id, fill);
        const { tokens } = await signIn(backend.url, person);
        teams.push({ organizationId, accessToken: tokens.accessToken });
      }
      return teams;
    },
  };
}
