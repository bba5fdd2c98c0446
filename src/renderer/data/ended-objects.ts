import { useEffect } from 'react';
import { create } from 'zustand';

/** Why an object is gone that a dialog is about, by the object's key. */
const useEnded = create<{ reasons: ReadonlyMap<string, string> }>(() => ({ reasons: new Map() }));

/** How many dialogs are about an object: of others nothing is kept. */
const watchers = new Map<string, number>();

const textOf = (key: readonly string[]): string => key.join(' ');

/**
 * Tells an open dialog that its object has ended, no matter who ended it.
 *
 * @param key identifies the object, as in the keys of the actions on it
 * @param reason what has become of it, as the user reads it
 */
export function reportEnded(key: readonly string[], reason: string): void {
  const text = textOf(key);
  if (watchers.has(text))
    useEnded.setState(({ reasons }) => ({ reasons: new Map(reasons).set(text, reason) }));
}

/** For a dialog about an object: why the object has ended since the dialog opened; undefined as long as it has not. */
export function useEndedReason(key: readonly string[]): string | undefined {
  const text = textOf(key);
  useEffect(() => {
    watchers.set(text, (watchers.get(text) ?? 0) + 1);
    return () => {
      const left = (watchers.get(text) ?? 1) - 1;
      if (left > 0) {
        watchers.set(text, left);
        return;
      }
      watchers.delete(text);
      useEnded.setState(({ reasons }) => ({
        reasons: new Map([...reasons].filter(([other]) => other !== text)),
      }));
    };
  }, [text]);
  return useEnded(({ reasons }) => reasons.get(text));
}
