import { create } from 'zustand';

interface HighlightedRows {
  ids: ReadonlySet<string>;
}

/** The rows that have just changed, each until its highlight was shown. */
const useHighlightedRows = create<HighlightedRows>(() => ({ ids: new Set() }));

/** The set is bounded: a row that is removed before it comes into view never shows its highlight. */
const most = 200;

/** Highlights the row as soon as it is in view. */
export function highlightRow(id: string): void {
  useHighlightedRows.setState(({ ids }) => ({ ids: withLatest(ids, id) }));
}

/** The ids with one more, the latest; the earliest ones are dropped beyond the limit. */
export function withLatest(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const others = [...ids].filter((other) => other !== id);
  return new Set([...others, id].slice(-most));
}

/** Called when the row's highlight has been shown. */
export function clearHighlight(id: string): void {
  useHighlightedRows.setState(({ ids }) => ({ ids: ids.difference(new Set([id])) }));
}

/** Whether the row is highlighted. */
export function useIsHighlighted(id: string): boolean {
  return useHighlightedRows(({ ids }) => ids.has(id));
}
