import { useState } from 'react';

/** What was typed or chosen in lists, by its key. It is held in memory alone, because people type names and addresses. */
const states = new Map<string, unknown>();

/**
 * A part of a list's view that is still as it was when the user comes back to the list: its search, or a person that it is
 * filtered by.
 *
 * @param key identifies the list and the part
 * @param initial the value as long as the user has changed nothing
 * @param given the value that led to the list, which comes before what was left there
 */
export function useViewState<Value>(
  key: string,
  initial: Value,
  given?: Value,
): [Value, (value: Value) => void] {
  const [value, setValue] = useState<Value>(
    () => given ?? (states.has(key) ? (states.get(key) as Value) : initial),
  );
  return [
    value,
    (next) => {
      states.set(key, next);
      setValue(next);
    },
  ];
}
