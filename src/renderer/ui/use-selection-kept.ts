import { useEffect, useEffectEvent } from 'react';

/**
 * Has a combobox look anew which of its options is the highlighted one whenever others are shown: it knows it by its place, and
 * Enter would take what stands there now.
 *
 * @param onChange `updateSelectedOptionIndex` of the combobox
 */
export function useSelectionKept(options: readonly { id: string }[], onChange: () => void): void {
  const shown = options.map(({ id }) => id).join(' ');
  const look = useEffectEvent((_shown: string) => onChange());
  useEffect(() => look(shown), [shown]);
}
