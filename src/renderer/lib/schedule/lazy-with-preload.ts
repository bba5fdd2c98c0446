import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

const waiting: (() => Promise<unknown>)[] = [];

/**
 * A component in a file of its own, which is not loaded with the first screen but when the window is idle, so that it is there
 * when it is needed.
 */
export function lazyWithPreload<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  const loadAsDefault = async () => ({ default: await load() });
  loadWhenIdle(loadAsDefault);
  return lazy(loadAsDefault);
}

/** Loads something when the window is idle, so that it is there when it is needed. */
export function loadWhenIdle(load: () => Promise<unknown>): void {
  waiting.push(load);
}

/** Loads the lazy components one after the other while the window is idle. @returns what stops it */
export function preloadOnIdle(): () => void {
  const over = new AbortController();
  void loadOnIdle(over.signal);
  return () => over.abort();
}

async function loadOnIdle(over: AbortSignal): Promise<void> {
  // Before its first paint the window reports that it is idle, but is not.
  for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  while (waiting.length > 0) {
    await new Promise((resolve) => requestIdleCallback(resolve));
    if (over.aborted) return;
    // One that fails to load is loaded again when it is rendered.
    await waiting
      .shift()?.()
      .catch(() => undefined);
  }
}
