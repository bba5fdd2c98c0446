import { useEffect, useLayoutEffect, useRef } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** The scroll positions in pixels, by location; the latest one is the last. */
const useScrolls = create<{ tops: Record<string, number> }>()(
  persist(() => ({ tops: {} }), { name: 'scroll' }),
);

/** The oldest positions are removed beyond this number. */
const most = 200;
/** Content that takes longer to load is not what was there before. */
const restoreTimeoutMs = 4_000;

function saveTop(location: string, top: number): void {
  useScrolls.setState(({ tops }) => {
    const { [location]: _before, ...others } = tops;
    return { tops: Object.fromEntries([...Object.entries(others).slice(1 - most), [location, top]]) };
  });
}

/**
 * Restores the scroll position of a location as soon as enough of its content has loaded; a new location starts at its top.
 *
 * @param location identifies the content of the pane
 */
export function useScrollRestoration(pane: HTMLElement | null, location: string | undefined): void {
  const top = useRef(0);

  useLayoutEffect(() => {
    if (!pane || location === undefined) return undefined;
    const wanted = useScrolls.getState().tops[location] ?? 0;
    top.current = wanted;
    pane.scrollTo({ top: wanted });
    // The content is shorter than it was, or its rows have not loaded yet.
    let waiting = Math.abs(pane.scrollTop - wanted) > 1;
    const stop = (): void => {
      waiting = false;
    };
    const timer = setTimeout(stop, restoreTimeoutMs);
    const observer = new ResizeObserver(() => {
      if (!waiting) return;
      pane.scrollTo({ top: wanted });
      if (Math.abs(pane.scrollTop - wanted) <= 1) stop();
    });
    if (pane.firstElementChild) observer.observe(pane.firstElementChild);
    const onScroll = (): void => {
      if (!waiting) top.current = pane.scrollTop;
    };
    pane.addEventListener('scroll', onScroll);
    for (const act of ['wheel', 'keydown', 'pointerdown']) pane.addEventListener(act, stop);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      pane.removeEventListener('scroll', onScroll);
      for (const act of ['wheel', 'keydown', 'pointerdown']) pane.removeEventListener(act, stop);
      // Not the pane's own position, which the next content may have changed already.
      saveTop(location, top.current);
    };
  }, [pane, location]);

  useEffect(() => {
    if (location === undefined) return undefined;
    const onHide = (): void => saveTop(location, top.current);
    window.addEventListener('pagehide', onHide);
    return () => window.removeEventListener('pagehide', onHide);
  }, [location]);
}
