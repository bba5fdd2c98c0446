import { useEffect, useRef } from 'react';

type Listener = () => void;

const listeners = new Map<string, Set<Listener>>();
/** A command from before its listener was mounted. The listener gets it, unless another command or the time limit comes first. */
let waiting: { command: string; until: number } | undefined;
const waitLimitMs = 3_000;

/** Sends a command to the listeners that are mounted, or to one that is about to be. */
export function dispatchCommand(command: string): void {
  const heard = listeners.get(command);
  if (heard === undefined || heard.size === 0) {
    waiting = { command, until: performance.now() + waitLimitMs };
    return;
  }
  waiting = undefined;
  for (const listener of heard) listener();
}

/** Listens to a command as long as the component is mounted. */
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
      const inTime = performance.now() < waiting.until;
      waiting = undefined;
      if (inTime) listener();
    }
    return () => {
      heard.delete(listener);
    };
  }, [command]);
}
