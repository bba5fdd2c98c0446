import { hashKey, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { firstPages, type ListData, type Patched } from './paged-list.ts';

/** How long changes are collected before a list that they made inexact is loaded again. */
const gatherMs = 250;
/** A longer list is cut to this many pages before it is loaded again, because pages load one after the other. */
const refetchedPages = 5;

const due = new Map<string, ReturnType<typeof setTimeout>>();

/**
 * Changes every cached list whose key begins with `listKey`. A list that is inexact after the change is loaded again a moment
 * later, and so is one that is being loaded: its answer may be older than the change.
 *
 * @param patch gets the list and the last element of its key, which is the list's filter
 */
export function patchLists<Item>(
  client: QueryClient,
  listKey: QueryKey,
  patch: (data: ListData<Item>, filter: unknown) => Patched<Item>,
): void {
  for (const query of client.getQueryCache().findAll({ queryKey: listKey })) {
    const data = client.getQueryData<ListData<Item>>(query.queryKey);
    const patched = data && patch(data, query.queryKey.at(-1));
    if (patched) client.setQueryData(query.queryKey, patched.data);
    if (query.state.fetchStatus === 'fetching' || patched?.isExact === false)
      refreshSoon(client, query.queryKey);
  }
}

/** Changes the value of a cached query, if it has one. A query that is being loaded is loaded again. */
export function patchValue<Value>(
  client: QueryClient,
  queryKey: QueryKey,
  patch: (value: Value) => Value,
): void {
  client.setQueryData<Value>(queryKey, (value) => value && patch(value));
  if (client.getQueryState(queryKey)?.fetchStatus === 'fetching') refreshSoon(client, queryKey);
}

/** Loads the queries in view again, once for all changes of a moment. */
export function refreshSoon(client: QueryClient, queryKey: QueryKey): void {
  const hash = hashKey(queryKey);
  if (due.has(hash)) return;
  const timer = setTimeout(() => {
    due.delete(hash);
    refreshNow(client, queryKey);
  }, gatherMs);
  due.set(hash, timer);
}

/** Loads the queries in view again, and others as soon as they come into view. */
export function refreshNow(client: QueryClient, queryKey: QueryKey): void {
  cutLists(client, queryKey);
  void client.invalidateQueries({ queryKey });
}

/** Loads the queries in view again that have failed. */
export function refreshFailed(client: QueryClient): void {
  for (const query of client.getQueryCache().findAll({ type: 'active' })) {
    if (query.state.status === 'error') refreshNow(client, query.queryKey);
  }
}

function cutLists(client: QueryClient, queryKey: QueryKey): void {
  for (const query of client.getQueryCache().findAll({ queryKey })) {
    const data = query.state.data;
    if (!isList(data)) continue;
    const cut = firstPages(data, refetchedPages);
    // Setting the same data would make them count as newer than they are.
    if (cut !== data) client.setQueryData(query.queryKey, cut);
  }
}

function isList(data: unknown): data is ListData<unknown> {
  return typeof data === 'object' && data !== null && 'pages' in data && 'pageParams' in data;
}
