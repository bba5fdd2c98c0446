import { sessionOptions } from '../data/session.ts';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { bridge, BridgeError, unwrap } from '../data/bridge.ts';
import { firstPages, type ListData } from '../data/paged-list.ts';
import { setRefreshing } from '../data/refreshing.ts';
import { readLastOrganization } from './last-organization.ts';

/** One query of the snapshot. It holds the queries that the screen of an organization begins with. */
interface SnapshotEntry {
  key: QueryKey;
  data: unknown;
}

const persistedKinds = new Set<unknown>(['organization', 'invites', 'members']);
/** How long after the first change the snapshot is written: the first time, and later ones. */
const persistDelayMs = { first: 1_500, later: 30_000 };

/** A query that could not be refreshed is tried again after this time. */
const retryAfterMs = 5_000;

/** Puts the snapshot into the cache. The main process has it refreshed as soon as it is connected. */
export async function hydrateCache(client: QueryClient): Promise<void> {
  const entries = await readSnapshot();
  if (entries.length === 0) return;
  setRefreshing(true);
  for (const { key, data } of entries) client.setQueryData(key, data);

  const cache = client.getQueryCache();
  const keys = entries.map(({ key }) => key);
  // Counted, not by the time of the update: this computer's clock may be set meanwhile.
  const hydrated = new Map(
    keys
      .map((queryKey) => cache.find({ queryKey }))
      .map((query) => [query, query?.state.dataUpdateCount ?? 0] as const),
  );
  const isFresh = (key: QueryKey): boolean => {
    const query = cache.find({ queryKey: key });
    // A query that was removed and created anew, after a sign-out, is not the hydrated one.
    return query !== undefined && query.state.dataUpdateCount > (hydrated.get(query) ?? 0);
  };
  const isWaiting = (key: QueryKey): boolean => {
    const query = cache.find({ queryKey: key });
    return query !== undefined && query.isActive() && !isFresh(key) && !isRefused(query.state.error);
  };
  const stop = cache.subscribe((event) => {
    if (event.type !== 'updated' && event.type !== 'removed') return;
    const queryKey = event.query.queryKey as QueryKey;
    if (!keys.some(isFresh) && !isRefused(event.query.state.error)) return;
    if (!keys.some(isWaiting)) {
      stop();
      setRefreshing(false);
    } else if (event.type === 'updated' && event.action.type === 'error' && isWaiting(queryKey)) {
      // Actions are disabled until the data are fresh, so a failed refresh is tried again.
      setTimeout(() => void client.invalidateQueries({ queryKey, exact: true }), retryAfterMs);
    }
  });
}

/** The server no longer shows the data to the user, as opposed to a failure that may pass. */
function isRefused(error: unknown): boolean {
  const code = error instanceof BridgeError ? error.problem.code : undefined;
  return code === 'organization_not_found' || code === 'forbidden';
}

/** Saves a snapshot for the next start, a moment after the data have changed. */
export function persistCache(client: QueryClient): void {
  let delay = persistDelayMs.first;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function saveSoon(): void {
    timer = setTimeout(() => {
      // A screen that is still loading is not worth saving.
      if (client.isFetching() > 0) {
        saveSoon();
        return;
      }
      timer = undefined;
      // What is missing has not been asked for yet; its answer starts the delay again.
      if (!isComplete(entriesOf(client))) return;
      delay = persistDelayMs.later;
      requestIdleCallback(() => save(client));
    }, delay);
  }

  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success' || timer !== undefined) return;
    const [kind] = event.query.queryKey as QueryKey;
    if (persistedKinds.has(kind)) saveSoon();
  });
}

const isComplete = (entries: readonly SnapshotEntry[]): boolean =>
  entries.some(({ key: [kind] }) => kind === 'organization');

function save(client: QueryClient): void {
  const session = client.getQueryData(sessionOptions.queryKey);
  const entries = entriesOf(client);
  if (session?.status !== 'signed-in' || !isComplete(entries)) return;
  // Without a snapshot the next start is slower, and nothing else.
  void unwrap(bridge.cacheSnapshot.save({ userId: session.user.id, data: JSON.stringify(entries) })).catch(
    () => undefined,
  );
}

/** What the snapshot would hold now: nothing if nobody is signed in. */
function entriesOf(client: QueryClient): SnapshotEntry[] {
  const session = client.getQueryData(sessionOptions.queryKey);
  if (session?.status !== 'signed-in') return [];
  const organizationId = readLastOrganization(session);
  const queries = client.getQueryCache().findAll({
    predicate: ({ queryKey: [kind, of, filter], state }) =>
      persistedKinds.has(kind) && of === organizationId && state.status === 'success' && !isSearch(filter),
  });
  return queries.map(({ queryKey: key, state }): SnapshotEntry => {
    return { key, data: firstPageOf(state.data) };
  });
}

async function readSnapshot(): Promise<SnapshotEntry[]> {
  try {
    const text = await unwrap(bridge.cacheSnapshot.load());
    // This version of the app wrote it.
    const entries = text === null ? [] : (JSON.parse(text) as SnapshotEntry[]);
    return entries.map((entry) => ({ ...entry, data: revived(entry.data) }));
  } catch {
    return [];
  }
}

/** The first page has no cursor: undefined, which JSON turns into null. */
function revived(data: unknown): unknown {
  return isList(data) ? { ...data, pageParams: data.pages.map(() => undefined) } : data;
}

function isList(data: unknown): data is ListData<unknown> {
  return typeof data === 'object' && data !== null && 'pages' in data;
}

function isSearch(filter: unknown): boolean {
  return typeof filter === 'object' && filter !== null && 'search' in filter && filter.search !== '';
}

function firstPageOf(data: unknown): unknown {
  return isList(data) ? firstPages(data, 1) : data;
}
