import type { Preferences } from './preferences.ts';
import type { Bounds, WindowState } from './window-state.ts';

/** Windows of so many organizations are remembered, those closed last first. */
const maxKept = 30;
/** A window that was never opened before stands so far beside the one it was opened from. */
const step = 32;

interface KeptState {
  organizationId: string;
  state: unknown;
}

/**
 * Where the window of an organization was last, for `restoreWindowState` to check.
 *
 * @param beside the window that it is opened from
 */
export function keptOrganizationState(
  preferences: Preferences,
  organizationId: string,
  beside: Bounds | undefined,
): unknown {
  const kept = read(preferences).find((entry) => entry.organizationId === organizationId);
  if (kept !== undefined || beside === undefined) return kept?.state;
  return { bounds: { ...beside, x: beside.x + step, y: beside.y + step } };
}

export function keepOrganizationState(
  preferences: Preferences,
  organizationId: string,
  state: WindowState,
): void {
  const others = read(preferences).filter((entry) => entry.organizationId !== organizationId);
  preferences.write('organizationWindows', [{ organizationId, state }, ...others].slice(0, maxKept));
}

function read(preferences: Preferences): KeptState[] {
  const kept: unknown = preferences.read('organizationWindows');
  return Array.isArray(kept) ? kept.filter(isKeptState) : [];
}

// By hand: this is loaded before the first window, and a library of schemas would hold it up.
function isKeptState(value: unknown): value is KeptState {
  return (
    typeof value === 'object' &&
    value !== null &&
    'organizationId' in value &&
    typeof value.organizationId === 'string' &&
    'state' in value
  );
}
