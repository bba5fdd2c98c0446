import { useEffect, useEffectEvent } from 'react';

/**
 * Updates which option of a combobox is highlighted whenever other options are shown. The combobox knows the option by its
 * index, so otherwise Enter would choose the one that is at that index now.
 *
 * @param onChange `updateSelectedOptionIndex` of the combobox
 */
export function useUpdateSelectedOption(options: readonly { id: string }[], onChange: () => void): void {
  const shown = options.map(({ id }) => id).join(' ');
  const look = useEffectEvent((_shown: string) => onChange());
  useEffect(() => look(shown), [shown]);
}
