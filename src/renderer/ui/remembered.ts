import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface Remembered {
  /** What was chosen, by list; the one that was changed last stands last. Never what somebody typed. */
  choices: Record<string, string>;
}

/** More than anybody comes back to; the oldest make room. */
const most = 300;

const useChoices = create<Remembered>()(persist(() => ({ choices: {} }), { name: 'choices' }));

/**
 * A filter or an order that is as it was left, also after a restart.
 *
 * @param key names the choice and, where it belongs to one, its organization
 * @param options what can be chosen: what was remembered by an older version may not be among it any more
 */
export function useRemembered<Value extends string>(
  key: string,
  options: readonly (readonly [Value, string])[],
  initial: Value,
): [Value, (value: Value) => void] {
  const kept = useChoices(({ choices }) => choices[key]);
  const value = options.find(([option]) => option === kept)?.[0] ?? initial;
  return [value, (chosen) => useChoices.setState(({ choices }) => ({ choices: put(choices, key, chosen) }))];
}

function put(choices: Record<string, string>, key: string, value: string): Record<string, string> {
  const { [key]: _before, ...others } = choices;
  return Object.fromEntries([...Object.entries(others).slice(1 - most), [key, value]]);
}
