import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface Remembered {
  /** The choices by key; the latest one is the last. Nothing that a user typed is stored. */
  choices: Record<string, string>;
}

/** The oldest choices are removed beyond this number. */
const most = 300;

const useChoices = create<Remembered>()(persist(() => ({ choices: {} }), { name: 'choices' }));

/**
 * The state of a filter or a sort order, which is restored after a restart.
 *
 * @param key names the choice and, if it belongs to one, its organization
 * @param options what can be chosen; a choice that an older version stored may be none of it
 */
export function usePersistedChoice<Value extends string>(
  key: string,
  options: readonly (readonly [Value, string])[],
  initial: Value,
): [Value, (value: Value) => void] {
  const persisted = useChoices(({ choices }) => choices[key]);
  const value = options.find(([option]) => option === persisted)?.[0] ?? initial;
  return [value, (chosen) => useChoices.setState(({ choices }) => ({ choices: put(choices, key, chosen) }))];
}

function put(choices: Record<string, string>, key: string, value: string): Record<string, string> {
  const { [key]: _before, ...others } = choices;
  return Object.fromEntries([...Object.entries(others).slice(1 - most), [key, value]]);
}
