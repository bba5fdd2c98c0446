import type { Command } from '#contract/bridge/types';

const fields = 'input, textarea, select, [contenteditable]';

// On a Mac, Alt and an arrow move by a word in a field.
const isMac = navigator.userAgent.includes('Mac');
const historyKeys: Partial<Record<string, Command>> = isMac
  ? { '[': 'back', ']': 'forward' }
  : { ArrowLeft: 'back', ArrowRight: 'forward' };

/** The command of a keyboard shortcut, if it is one; the native menu has most of them as well. */
export function commandOfShortcut(event: KeyboardEvent): Command | undefined {
  // An input method has its own use for keys.
  if (event.defaultPrevented || event.isComposing) return undefined;
  const modified = event.ctrlKey || event.metaKey;
  const isHistory = isMac ? event.metaKey && !event.altKey : event.altKey && !modified;
  if (isHistory && !event.shiftKey && historyKeys[event.key]) return historyKeys[event.key];
  if (event.altKey) return undefined;
  if (!modified) {
    const typing = event.target instanceof Element && event.target.closest(fields) !== null;
    return event.key === '?' && !typing ? 'shortcuts' : undefined;
  }
  if (event.shiftKey) return undefined;
  if (event.key === 'k') return 'command-palette';
  if (event.key === 'f') return 'find';
  if (event.key === ',') return 'settings';
  return undefined;
}

/** The command of a mouse button: those at the side go back and forward. */
export function commandOfMouseButton({ button }: Pick<MouseEvent, 'button'>): Command | undefined {
  if (button === 3) return 'back';
  return button === 4 ? 'forward' : undefined;
}

/** Whether a command is carried out: while a dialog is open, what is typed is meant for it. */
export function isAllowed(command: Command): boolean {
  return topDialog() === undefined || command === 'find' || command === 'sign-out';
}

/** Focuses the search of the dialog or the list in view, or its first filter where it has no search. */
export function focusSearch(): void {
  const place = topDialog() ?? document.querySelector('main');
  const filter = place?.querySelector('[role="searchbox"]') ?? place?.querySelector('[role="search"] select');
  if (filter instanceof HTMLElement) filter.focus();
  if (filter instanceof HTMLInputElement) filter.select();
}

function topDialog(): Element | undefined {
  return [...document.querySelectorAll('[aria-modal="true"]')].at(-1);
}
