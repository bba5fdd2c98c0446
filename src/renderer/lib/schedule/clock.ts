import { create } from 'zustand';

/** How far the server's clock is ahead of this computer's, in milliseconds. */
const useOffset = create(() => ({ offsetMs: 0 }));

/** Sets how far the server's clock is ahead of this computer's, in milliseconds. */
export function setClockOffset(offsetMs: number): void {
  useOffset.setState({ offsetMs });
}

/**
 * The time, in milliseconds since the epoch: the server's, which decides what has expired. Nothing else in the window
 * asks this computer's clock, which may be off and may be set at any time; durations are measured by `performance.now`.
 */
export function serverNow(): number {
  return Date.now() + useOffset.getState().offsetMs;
}

/** How far the server's clock is ahead of this computer's, in milliseconds; renders again when that changes. */
export function useClockOffset(): number {
  return useOffset(({ offsetMs }) => offsetMs);
}

/** Calls the listener when the offset changes, until the returned function is called. */
export function onClockOffset(listener: () => void): () => void {
  return useOffset.subscribe(listener);
}
