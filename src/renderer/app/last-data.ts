import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { bridge, BridgeError, unwrap } from '../bridge/bridge.ts';
import { firstPages, type ListData } from '../bridge/paged-list.ts';
import { setRefreshing } from '../bridge/refreshing.ts';
import { sessionOptions } from '../session/session-queries.ts';
import { readLastOrganization } from './last-organization.ts';

/** One query of the cache: what is kept is what the screen of an organization begins with. */
interface Kept {
  key: QueryKey;
  data: unknown;
  /** When it came from the server, in milliseconds since the epoch. */
  at: number;
}

const keptKinds = new Set<unknown>(['organization', 'invites', 'members']);
/** Kept so long after the first of the changes that made what was kept old. */
const keepAfterMs = { first: 1_500, later: 30_000 };

/** What could not be refreshed is tried again after so long. */
const retryAfterMs = 5_000;

/** Puts what was shown last time into the cache. The main process has it refreshed as soon as it is connected. */
export async function restoreLastData(client: QueryClient): Promise<void> {
  const entries = await readKept();
  if (entries.length === 0) return;
  const began = Date.now();
  setRefreshing(true);
  for (const { key, data, at } of entries) client.setQueryData(key, data, { updatedAt: Math.min(at, began) });

  const cache = client.getQueryCache();
  const keys = entries.map(({ key }) => key);
  const isFresh = (key: QueryKey): boolean => (client.getQueryState(key)?.dataUpdatedAt ?? began) > began;
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
      // Nothing can be done before it is there, so it is not left at that.
      setTimeout(() => void client.invalidateQueries({ queryKey, exact: true }), retryAfterMs);
    }
  });
}

/** The server says that there is nothing to be seen any more, rather than nothing just now. */
function isRefused(error: unknown): boolean {
  const code = error instanceof BridgeError ? error.problem.code : undefined;
  return code === 'organization_not_found' || code === 'forbidden';
}

/** From now on what is shown is kept for the next start, a moment after it has changed. */
export function keepLastData(client: QueryClient): void {
  let delay = keepAfterMs.first;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function keepSoon(): void {
    timer = setTimeout(() => {
      // A screen that is still loading is not what one wants to see next time.
      if (client.isFetching() > 0) {
        keepSoon();
        return;
      }
      timer = undefined;
      delay = keepAfterMs.later;
      requestIdleCallback(() => keepNow(client));
    }, delay);
  }

  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success' || timer !== undefined) return;
    const [kind] = event.query.queryKey as QueryKey;
    if (keptKinds.has(kind)) keepSoon();
  });
}

function keepNow(client: QueryClient): void {
  const session = client.getQueryData(sessionOptions.queryKey);
  if (session?.status !== 'signed-in') return;
  const organizationId = readLastOrganization(session);
  const queries = client.getQueryCache().findAll({
    predicate: ({ queryKey: [kind, of, filter], state }) =>
      keptKinds.has(kind) && of === organizationId && state.status === 'success' && !isSearch(filter),
  });
  if (queries.length === 0) return;
  const entries = queries.map(({ queryKey: key, state }): Kept => {
    return { key, data: firstPageOf(state.data), at: state.dataUpdatedAt };
  });
  // Where it cannot be kept the next start is slower, and nothing else.
  void unwrap(bridge.lastData.keep({ userId: session.user.id, data: JSON.stringify(entries) })).catch(
    () => undefined,
  );
}

async function readKept(): Promise<Kept[]> {
  try {
    const text = await unwrap(bridge.lastData.current());
    // What this version of the page has written itself.
    const entries = text === null ? [] : (JSON.parse(text) as Kept[]);
    return entries.map((entry) => ({ ...entry, data: revived(entry.data) }));
  } catch {
    return [];
  }
}

/** The first page has no cursor, and JSON makes null of that. */
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
