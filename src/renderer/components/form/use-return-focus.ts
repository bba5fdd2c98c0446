import { useLayoutEffect, useState } from 'react';

/**
 * Returns the focus, when a dialog is removed, to the element that had it before. A user who has moved on to another control
 * stays there.
 */
export function useReturnFocus(): void {
  // Read while the dialog is first rendered: soon afterwards the focus is inside it.
  const [focused] = useState(() => document.activeElement);
  useLayoutEffect(() => {
    // A dialog that this one replaces has been removed by now, and has returned the focus to its own opener.
    const opener = focused?.isConnected ? focused : document.activeElement;
    return () => {
      const { activeElement, body } = document;
      const hasMovedOn =
        activeElement !== null && activeElement !== body && !activeElement.closest('[role="dialog"]');
      if (!hasMovedOn && opener instanceof HTMLElement) opener.focus();
    };
  }, [focused]);
}
