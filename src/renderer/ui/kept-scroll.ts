import { useEffect, useLayoutEffect, useRef } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** How far each place was scrolled, in pixels; the one that was left last stands last. */
const useScrolls = create<{ tops: Record<string, number> }>()(
  persist(() => ({ tops: {} }), { name: 'scroll' }),
);

/** More than anybody comes back to; the oldest make room. */
const most = 200;
/** What has not come by then is not what was there. */
const patienceMs = 4_000;

function keep(place: string, top: number): void {
  useScrolls.setState(({ tops }) => {
    const { [place]: _before, ...others } = tops;
    return { tops: Object.fromEntries([...Object.entries(others).slice(1 - most), [place, top]]) };
  });
}

/**
 * Scrolls a place to where it was left, as soon as so much of it is there; another one to its top.
 *
 * @param place names what the pane shows
 */
export function useKeptScroll(pane: HTMLElement | null, place: string | undefined): void {
  const top = useRef(0);

  useLayoutEffect(() => {
    if (!pane || place === undefined) return undefined;
    const wanted = useScrolls.getState().tops[place] ?? 0;
    top.current = wanted;
    pane.scrollTo({ top: wanted });
    // It was not so long any more, or its rows are still to come.
    let waiting = Math.abs(pane.scrollTop - wanted) > 1;
    const stop = (): void => {
      waiting = false;
    };
    const timer = setTimeout(stop, patienceMs);
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
      // The pane itself may be scrolled to elsewhere by what is drawn in it now.
      keep(place, top.current);
    };
  }, [pane, place]);

  useEffect(() => {
    if (place === undefined) return undefined;
    const onHide = (): void => keep(place, top.current);
    window.addEventListener('pagehide', onHide);
    return () => window.removeEventListener('pagehide', onHide);
  }, [place]);
}
