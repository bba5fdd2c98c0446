/** What is loaded of the inbox. */
export interface LoadedInbox {
  /** The ids of the loaded rows. */
  ids: readonly string[];
  /** How many items there are, loaded or not. */
  total: number;
}

/** The earliest ids are dropped beyond this number. */
const most = 2_000;

/** How many items were not read. Of items that are not loaded it is known only how many there are. */
export function unreadOf({ ids, total }: LoadedInbox, read: readonly string[]): number {
  const known = new Set(read);
  const unread = ids.filter((id) => !known.has(id)).length;
  const readElsewhere = read.length - (ids.length - unread);
  return unread + Math.max(0, total - ids.length - readElsewhere);
}

/**
 * The read ids with those of the loaded rows. An item that is gone is forgotten as soon as all are loaded, so that it is unread
 * when it comes back: an email that failed again.
 *
 * @param read the same array is returned if nothing changes
 */
export function withRead(read: string[], { ids, total }: LoadedInbox): string[] {
  const loaded = new Set(ids);
  const kept = ids.length >= total ? read.filter((id) => loaded.has(id)) : read;
  const known = new Set(kept);
  const added = ids.filter((id) => !known.has(id));
  if (added.length === 0 && kept.length === read.length) return read;
  return [...kept, ...added].slice(-most);
}
