import { useEffect, useRef } from 'react';

type Listener = () => void;

const listeners = new Map<string, Set<Listener>>();
/** Asked for before what answers it was in view: answered as soon as it is, unless one has gone on meanwhile. */
let waiting: { command: string; until: number } | undefined;
const patienceMs = 3_000;

/** Asks whatever is in view to do something; what is about to come into view may answer. */
export function giveCommand(command: string): void {
  const heard = listeners.get(command);
  if (heard === undefined || heard.size === 0) {
    waiting = { command, until: Date.now() + patienceMs };
    return;
  }
  waiting = undefined;
  for (const listener of heard) listener();
}

/** Answers a command as long as the component is in view. */
export function useCommand(command: string, answer: Listener): void {
  const latest = useRef(answer);
  useEffect(() => {
    latest.current = answer;
  });
  useEffect(() => {
    const listener = (): void => latest.current();
    const heard = listeners.get(command) ?? new Set();
    listeners.set(command, heard.add(listener));
    if (waiting?.command === command) {
      const inTime = Date.now() < waiting.until;
      waiting = undefined;
      if (inTime) listener();
    }
    return () => {
      heard.delete(listener);
    };
  }, [command]);
}
