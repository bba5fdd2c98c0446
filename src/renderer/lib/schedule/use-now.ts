import { useSyncExternalStore } from 'react';
import { onClockOffset, serverNow } from './clock.ts';

interface Ticker {
  subscribe: (listener: () => void) => () => void;
  read: () => number;
}

/** One timer for all components that show the time, however many there are. */
function ticker(everyMs: number): Ticker {
  const listeners = new Set<() => void>();
  let now = serverNow();
  let timer: ReturnType<typeof setInterval> | undefined;

  function tick(): void {
    now = serverNow();
    for (const listener of listeners) listener();
  }

  onClockOffset(tick);
  return {
    subscribe(listener: () => void): () => void {
      if (listeners.size === 0) {
        now = serverNow();
        timer = setInterval(tick, everyMs);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
    read: (): number => now,
  };
}

const seconds = ticker(250);
const minutes = ticker(20_000);

/** The server's time, for a countdown in seconds. */
export function useNow(): number {
  return useSyncExternalStore(seconds.subscribe, seconds.read);
}

/** The server's time, for "5 hours ago": up to 20 seconds old. */
export function useCoarseNow(): number {
  return useSyncExternalStore(minutes.subscribe, minutes.read);
}
