import type { Command } from '#contract/admin-bridge';

const fields = 'input, textarea, select, [contenteditable]';

/** The command that the pressed keys stand for, if any; the native menu has most of them too. */
export function commandOfKeys(event: KeyboardEvent): Command | undefined {
  if (event.defaultPrevented || event.altKey) return undefined;
  const modified = event.ctrlKey || event.metaKey;
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

/** Goes to the filter of the list in view: to its search, or where it has none to its first choice. */
export function focusSearch(): void {
  const filter =
    document.querySelector('main [role="searchbox"]') ??
    document.querySelector('main [role="search"] select');
  if (filter instanceof HTMLElement) filter.focus();
  if (filter instanceof HTMLInputElement) filter.select();
}
