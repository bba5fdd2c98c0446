import { useRef, useState } from 'react';
import type { RowMove } from './row-navigation.ts';

/** The ids from one to the other in the order shown, including both; only the second where the first is gone. */
export function rangeOf(order: readonly string[], from: string | undefined, to: string): string[] {
  const end = order.indexOf(to);
  if (end === -1) return [];
  const start = from === undefined ? -1 : order.indexOf(from);
  return start === -1 ? [to] : order.slice(Math.min(start, end), Math.max(start, end) + 1);
}

/** The selected rows of a list. */
export interface Selection<Item> {
  /** The selected rows, each as it was loaded last. */
  items: Item[];
  has: (id: string) => boolean;
  /** How many loaded rows can be selected. */
  selectableCount: number;
  /** @param isRange also selects or clears every row between this one and the row touched before */
  select: (id: string, isSelected: boolean, isRange?: boolean) => void;
  /** Selects or clears every loaded row. */
  selectLoaded: (isSelected: boolean) => void;
  /** Loads further rows, then selects them all, unless the selection was changed meanwhile. */
  selectAll: (load: () => Promise<readonly Item[]>) => Promise<void>;
  clear: () => void;
  /**
   * Follows the focus from one row to another; with Shift it selects on the way.
   *
   * @returns false when Shift is held between controls that select nothing: the focus stays
   */
  followFocus: (move: RowMove, isShift: boolean) => boolean;
}

/**
 * The selection among the rows of a list.
 *
 * @param selectable the loaded rows that can be selected, in the order shown
 * @param isComplete every row is loaded: a selected row that is not among them is gone, and leaves the selection. Before that it
 *   may only be on a page that is being loaded again.
 */
export function useSelection<Item extends { id: string }>(
  selectable: readonly Item[],
  isComplete: boolean,
): Selection<Item> {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  // Every row as it was loaded last, so that loading a page again takes no row out of the selection.
  const [lastLoaded] = useState(() => new Map<string, Item>());
  for (const item of selectable) lastLoaded.set(item.id, item);
  const anchor = useRef<string>(undefined);
  const order = selectable.map(({ id }) => id);
  const selected = isComplete ? ids.intersection(new Set(order)) : ids;

  function select(id: string, isSelected: boolean, isRange = false): void {
    const touched = isRange ? rangeOf(order, anchor.current, id) : [id];
    if (!isRange) anchor.current = id;
    setIds(isSelected ? selected.union(new Set(touched)) : selected.difference(new Set(touched)));
  }

  return {
    items: [...selected].flatMap((id) => lastLoaded.get(id) ?? []),
    has: (id) => selected.has(id),
    selectableCount: order.length,
    select,
    selectLoaded: (isSelected) => setIds(new Set(isSelected ? order : [])),
    selectAll: async (load) => {
      const loaded = await load();
      for (const item of loaded) lastLoaded.set(item.id, item);
      setIds((now) => (now === ids ? new Set(loaded.map(({ id }) => id)) : now));
    },
    clear: () => setIds(new Set()),
    followFocus: ({ from, to }, isShift) => {
      const fromId = from.dataset['selects'];
      const toId = to.dataset['selects'];
      if (!isShift) {
        if (fromId !== undefined) anchor.current = toId;
        return true;
      }
      if (fromId === undefined || toId === undefined) return false;
      anchor.current ??= fromId;
      select(toId, true, true);
      return true;
    },
  };
}
