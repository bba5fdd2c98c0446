/** Where a window is on the screens; the same as Electron's `Rectangle`. */
export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface WindowState {
  /** Undefined: in the middle of the main screen, at its usual size. */
  bounds: Bounds | undefined;
  maximized: boolean;
}

export const usualSize = { width: 1180, height: 760 };
export const minimumSize = { width: 860, height: 560 };

/** So much of the window's top must be on a screen for a person to get hold of it. */
const grip = { width: 120, height: 40 };

/**
 * What was kept, as far as it can be used: the file may be anybody's, and a screen may be gone.
 *
 * @param areas the parts of the screens that windows may use
 */
export function restoreWindowState(kept: unknown, areas: Bounds[]): WindowState {
  const { bounds, maximized } = isRecord(kept) ? kept : {};
  const state = { bounds: undefined, maximized: maximized === true };
  if (!isBounds(bounds)) return state;
  return { ...state, bounds: areas.map((area) => fit(bounds, area)).find((fitted) => fitted !== undefined) };
}

/** The window within its limits and its title bar on this screen; undefined when it is not on this screen. */
function fit(bounds: Bounds, area: Bounds): Bounds | undefined {
  const fitted = {
    x: bounds.x,
    y: bounds.y,
    width: Math.max(Math.min(bounds.width, area.width), minimumSize.width),
    height: Math.max(Math.min(bounds.height, area.height), minimumSize.height),
  };
  return holdsGrip(area, fitted) ? { ...fitted, y: Math.max(fitted.y, area.y) } : undefined;
}

function holdsGrip(area: Bounds, bounds: Bounds): boolean {
  const overlap = Math.min(area.x + area.width, bounds.x + bounds.width) - Math.max(area.x, bounds.x);
  const isTopInside = bounds.y > area.y - grip.height && bounds.y + grip.height <= area.y + area.height;
  return overlap >= grip.width && isTopInside;
}

function isBounds(value: unknown): value is Bounds {
  return (
    isRecord(value) &&
    [value['x'], value['y'], value['width'], value['height']].every((part) => Number.isSafeInteger(part))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
