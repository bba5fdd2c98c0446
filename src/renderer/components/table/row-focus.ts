import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

interface FocusedRow {
  element: Element;
  index: number;
}

/** What has the focus within the rows of a table, and the index of its row. */
export function focusedRow(body: HTMLElement | null): FocusedRow | null {
  const element = document.activeElement;
  const row = body?.contains(element) ? element?.closest('[data-index]') : undefined;
  return element && row ? { element, index: Number(row.getAttribute('data-index')) } : null;
}

/** Moves the focus to the row that takes the place of a removed one, so that the keyboard stays where it was. */
export function useRowFocus(body: RefObject<HTMLElement | null>): void {
  const last = useRef<FocusedRow>(null);

  useEffect(() => {
    const onFocus = ({ target }: FocusEvent): void => {
      const focused = focusedRow(body.current);
      // A dialog that a row opened returns the focus to it.
      const isDialog = target instanceof Element && target.closest('[role="dialog"]') !== null;
      if (focused || !isDialog) last.current = focused;
    };
    document.addEventListener('focusin', onFocus);
    return () => document.removeEventListener('focusin', onFocus);
  }, [body]);

  useLayoutEffect(() => {
    const { element, index } = last.current ?? {};
    if (element === undefined || index === undefined || element.isConnected) return;
    // A user who has moved on to another control or a dialog stays there: what they type next is meant for it.
    if (document.activeElement !== document.body || document.querySelector('[aria-modal="true"]')) return;
    last.current = null;
    focusRow(body.current, index);
  });
}

/** Focuses the row's first control, or that of the row above when it was the last one. */
function focusRow(body: HTMLElement | null, index: number): void {
  for (const candidate of [index, index - 1]) {
    const row = body?.querySelector(`[data-index="${candidate}"]`);
    const control = row?.querySelector<HTMLElement>('button, select');
    if (control) {
      control.focus();
      return;
    }
  }
}
