import type { KeyboardEvent } from 'react';

/** Goes from row to row of a list by the arrow keys, from the search above it into the first one. */
export function moveBetweenRows(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const { target, currentTarget } = event;
  if (!(target instanceof HTMLElement) || target instanceof HTMLSelectElement) return;
  const row = target.closest('[data-index]');
  const fromSearch = target.getAttribute('role') === 'searchbox' && event.key === 'ArrowDown';
  if (!row && !fromSearch) return;

  const step = event.key === 'ArrowDown' ? 1 : -1;
  const index = row ? Number(row.getAttribute('data-index')) + step : 0;
  const next = currentTarget.querySelector(`[data-index="${index}"] :is(a, button, input)`);
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest' });
}
