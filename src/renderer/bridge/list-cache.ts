import { hashKey, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { firstPages, type ListData, type Patched } from './paged-list.ts';

/** How long changes gather before a list that they made uncertain is fetched again. */
const gatherMs = 250;
/** A longer list is cut to this much before it is fetched again: page by page it would take too long. */
const refetchedPages = 5;

const due = new Map<string, ReturnType<typeof setTimeout>>();

/**
 * Changes every cached list whose key begins with `listKey`. A list that the change leaves uncertain, or
 * that is being fetched (what comes may be older than the change), is fetched again a moment later.
 *
 * @param patch gets the list and the last element of its key, by which the list is filtered and sorted
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
    if (query.state.fetchStatus === 'fetching' || patched?.sure === false)
      refreshSoon(client, query.queryKey);
  }
}

/** Sets what a cached query holds, if it holds anything; it is fetched again if it was being fetched. */
export function patchValue<Value>(
  client: QueryClient,
  queryKey: QueryKey,
  patch: (value: Value) => Value,
): void {
  client.setQueryData<Value>(queryKey, (value) => value && patch(value));
  if (client.getQueryState(queryKey)?.fetchStatus === 'fetching') refreshSoon(client, queryKey);
}

/** Fetches again what is in view, however many changes ask for it, once in a moment. */
export function refreshSoon(client: QueryClient, queryKey: QueryKey): void {
  const hash = hashKey(queryKey);
  if (due.has(hash)) return;
  const timer = setTimeout(() => {
    due.delete(hash);
    refreshNow(client, queryKey);
  }, gatherMs);
  due.set(hash, timer);
}

/** Fetches again what is in view; the rest as soon as it comes into view. */
export function refreshNow(client: QueryClient, queryKey: QueryKey): void {
  cutLists(client, queryKey);
  void client.invalidateQueries({ queryKey });
}

/** Tries again what is in view and could not be loaded. */
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
    // Set anew it would count as newer than it is.
    if (cut !== data) client.setQueryData(query.queryKey, cut);
  }
}

function isList(data: unknown): data is ListData<unknown> {
  return typeof data === 'object' && data !== null && 'pages' in data && 'pageParams' in data;
}
