import { create } from 'zustand';

interface ChangedRows {
  ids: ReadonlySet<string>;
}

/** The rows that somebody changed a moment ago, until each has been seen with its highlight. */
const useChangedRows = create<ChangedRows>(() => ({ ids: new Set() }));

/** Of more than that nobody wants to know which, and of those that are gone again nobody ever sees the highlight. */
const most = 200;

/** Highlights the row as soon as it is in view, if not too many have changed after it by then. */
export function markChanged(id: string): void {
  useChangedRows.setState(({ ids }) => ({ ids: withLatest(ids, id) }));
}

/** The ids with one more, which is then the latest of them; the earliest give way. */
export function withLatest(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const others = [...ids].filter((other) => other !== id);
  return new Set([...others, id].slice(-most));
}

/** The highlight of the row was seen. */
export function settleChanged(id: string): void {
  useChangedRows.setState(({ ids }) => ({ ids: ids.difference(new Set([id])) }));
}

/** Whether the row is to be highlighted. */
export function useIsChanged(id: string): boolean {
  return useChangedRows(({ ids }) => ids.has(id));
}
