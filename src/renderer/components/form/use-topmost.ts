import { useRef, type RefObject } from 'react';

interface UseTopmostResult {
  /** For the dialog's root element. */
  ref: RefObject<HTMLDivElement | null>;
  /** False while another dialog lies over this one. */
  isTopmost: () => boolean;
}

/** Tells whether a dialog is the one in front: Esc is meant for that one alone, but each open dialog hears of it. */
export function useTopmost(): UseTopmostResult {
  const ref = useRef<HTMLDivElement>(null);
  return {
    ref,
    isTopmost: () => {
      const front = [...document.querySelectorAll('[aria-modal="true"]')].at(-1);
      return front === undefined || ref.current === null || ref.current.contains(front);
    },
  };
}
