import { create } from 'zustand';

interface ChangedRows {
  ids: ReadonlySet<string>;
}

/** The rows that somebody changed a moment ago, until each has been seen with its highlight. */
const useChangedRows = create<ChangedRows>(() => ({ ids: new Set() }));

/** Highlights the row as soon as it is in view. */
export function markChanged(id: string): void {
  useChangedRows.setState(({ ids }) => ({ ids: new Set(ids).add(id) }));
}

/** The highlight of the row was seen. */
export function settleChanged(id: string): void {
  useChangedRows.setState(({ ids }) => ({ ids: ids.difference(new Set([id])) }));
}

/** Whether the row is to be highlighted. */
export function useIsChanged(id: string): boolean {
  return useChangedRows(({ ids }) => ids.has(id));
}
