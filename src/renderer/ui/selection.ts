import { useRef, useState, type KeyboardEvent } from 'react';

/** The ids from one to the other in the order shown, both among them; only the second where the first is gone. */
export function rangeOf(order: readonly string[], from: string | undefined, to: string): string[] {
  const end = order.indexOf(to);
  if (end === -1) return [];
  const start = from === undefined ? -1 : order.indexOf(from);
  return start === -1 ? [to] : order.slice(Math.min(start, end), Math.max(start, end) + 1);
}

/**
 * What is selected among the rows of a list. What is not in it any more is selected no more, once the list is loaded
 * whole: before that a row may only be on a page that is being loaded anew.
 */
export function useSelection(order: readonly string[], { whole }: { whole: boolean }) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string>(undefined);
  const selected = whole ? ids.intersection(new Set(order)) : ids;

  /** @param range true selects or clears all from the row that was touched last to this one */
  function select(id: string, isSelected: boolean, range = false): void {
    const touched = range ? rangeOf(order, anchor.current, id) : [id];
    if (!range) anchor.current = id;
    setIds(isSelected ? selected.union(new Set(touched)) : selected.difference(new Set(touched)));
  }

  return {
    selected,
    select,
    /** Selects these and no others. */
    selectOnly: (chosen: Iterable<string>): void => setIds(new Set(chosen)),
    /** Selects what is loaded, unless another selection is made meanwhile. */
    selectOnceLoaded: async (load: () => Promise<Iterable<string>>): Promise<void> => {
      const loaded = new Set(await load());
      setIds((now) => (now === ids ? loaded : now));
    },
    clear: (): void => setIds(new Set()),
    /** For the element around the rows: the arrows go from box to box, with Shift they select on the way. */
    onKeyDown: (event: KeyboardEvent<HTMLElement>): void => {
      const next = nextBox(event);
      if (!next) return;
      event.preventDefault();
      const from = (event.target as HTMLElement).dataset['selects'];
      const to = next.dataset['selects'];
      if (event.shiftKey && to !== undefined) {
        anchor.current ??= from;
        select(to, true, true);
      } else {
        anchor.current = to;
      }
      next.focus();
    },
  };
}

/** The box that an arrow key leads to; a row without one, as a heading between, is passed over. */
function nextBox(event: KeyboardEvent<HTMLElement>): HTMLInputElement | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return undefined;
  const { target, currentTarget } = event;
  if (!(target instanceof HTMLInputElement) || target.dataset['selects'] === undefined) return undefined;
  const step = event.key === 'ArrowDown' ? 1 : -1;
  const index = Number(target.closest('[data-index]')?.getAttribute('data-index'));
  for (const next of [index + step, index + 2 * step]) {
    const box = currentTarget.querySelector(`[data-index="${next}"] input[data-selects]`);
    if (box instanceof HTMLInputElement) return box;
  }
  return undefined;
}
