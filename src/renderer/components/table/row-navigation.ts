import type { KeyboardEvent } from 'react';

/** A move by arrow key from one control to another row: to its first control, or to the row itself where it has none. */
export interface RowMove {
  from: HTMLElement;
  to: HTMLElement;
}

const controls = 'a[href], button, input, select';

/**
 * The move that an arrow key makes between the rows of a list, or from the search above it into the first row. Headings are
 * skipped.
 *
 * @returns undefined when the key does not move between rows
 */
export function rowMoveOf(event: KeyboardEvent<HTMLElement>): RowMove | undefined {
  const step = stepOf(event);
  const { target: from, currentTarget: list } = event;
  if (step === undefined || !(from instanceof HTMLElement)) return undefined;
  const row = from.closest('[data-index]');
  const isSearch = from.getAttribute('role') === 'searchbox' && step === 1;
  if (!row && !isSearch) return undefined;

  const next = row ? Number(row.getAttribute('data-index')) + step : 0;
  const to = targetIn(rowAt(list, next) ?? rowAt(list, next + step));
  return to && { from, to };
}

/**
 * The same for a short list of `li` elements, all of which are in the document.
 *
 * @returns undefined when the key does not move between rows
 */
export function itemMoveOf(event: KeyboardEvent<HTMLElement>): RowMove | undefined {
  const step = stepOf(event);
  const { target: from } = event;
  if (step === undefined || !(from instanceof HTMLElement)) return undefined;
  const item = from.closest('li');
  const next = step === 1 ? item?.nextElementSibling : item?.previousElementSibling;
  const to = targetIn(next ?? null);
  return to && { from, to };
}

/** Moves the focus, and what has it into view. */
export function focusMove({ to }: RowMove): void {
  // A row without a control can be focused as long as it has the focus.
  if (to.tabIndex < 0) {
    to.tabIndex = -1;
    to.addEventListener('blur', () => to.removeAttribute('tabindex'), { once: true });
  }
  to.focus();
  to.scrollIntoView({ block: 'nearest' });
}

function stepOf(event: KeyboardEvent<HTMLElement>): 1 | -1 | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return undefined;
  // A choice has its own use for the arrow keys, and so has an open menu, whose events come here as well.
  const { target } = event;
  if (target instanceof HTMLSelectElement) return undefined;
  if (target instanceof Element && target.closest('[role="menu"], [role="dialog"]')) return undefined;
  if (event.key === 'ArrowDown') return 1;
  return event.key === 'ArrowUp' ? -1 : undefined;
}

/** The row at an index, unless it is a heading, not loaded yet, or for reading only. */
function rowAt(list: HTMLElement, index: number): Element | null {
  return list.querySelector(`[data-index="${index}"]:not([data-passive], [inert] *)`);
}

function targetIn(row: Element | null): HTMLElement | undefined {
  const control = row?.querySelector(controls) ?? row;
  return control instanceof HTMLElement ? control : undefined;
}
