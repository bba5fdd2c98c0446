import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

const waiting: (() => Promise<unknown>)[] = [];

/**
 * A component that no start needs, in a file of its own: loaded when the window has nothing else to do, so that it is
 * there when it is asked for.
 */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  const loadAsDefault = async () => ({ default: await load() });
  waiting.push(loadAsDefault);
  return lazy(loadAsDefault);
}

/** Loads what waits, one at a time, whenever nothing else is to be done. @returns what ends it */
export function loadTheRest(): () => void {
  const over = new AbortController();
  void loadOnIdle(over.signal);
  return () => over.abort();
}

async function loadOnIdle(over: AbortSignal): Promise<void> {
  // A window that has not painted yet is not idle, even if it looks so.
  for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  while (waiting.length > 0) {
    await new Promise((resolve) => requestIdleCallback(resolve));
    if (over.aborted) return;
    // One that cannot be loaded now is tried again when it is asked for.
    await waiting
      .shift()?.()
      .catch(() => undefined);
  }
}
