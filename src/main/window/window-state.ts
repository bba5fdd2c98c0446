import type { PreferenceStore } from '../preferences/preferences.ts';

/** A window's place on the screens; the same as Electron's `Rectangle`. */
export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface WindowState {
  bounds: Bounds;
  maximized: boolean;
}

type Size = Pick<Bounds, 'width' | 'height'>;

const defaultSize: Size = { width: 1180, height: 760 };
const minimumSize: Size = { width: 860, height: 560 };

/** The windows of this many organizations are saved; those that changed last come first. */
const maxOrganizations = 30;
/** The first window of an organization opens this far from the window that it was opened from. */
const offset = 32;

/**
 * Checks a saved state: the user can edit the file, and a screen may have gone or have become smaller. Without one the
 * window is centered on the main screen, in the default size.
 *
 * @param saved the saved state, or anything else
 * @param areas the usable parts of the screens; the main one comes first
 */
export function restoreWindowState(saved: unknown, areas: readonly Bounds[]): WindowState {
  const { bounds, maximized } = isRecord(saved) ? saved : {};
  return {
    bounds: isBounds(bounds) ? bringIntoView(bounds, areas) : center(defaultSize, areas),
    maximized: maximized === true,
  };
}

/**
 * Moves a window so that all of it is in view, on one screen or across several: its title bar and its controls can be
 * reached then. One that was on a screen that has gone is centered on the main screen.
 *
 * @param areas the usable parts of the screens; the main one comes first
 */
export function bringIntoView(bounds: Bounds, areas: readonly Bounds[]): Bounds {
  const wanted = {
    ...bounds,
    width: Math.max(bounds.width, minimumSize.width),
    height: Math.max(bounds.height, minimumSize.height),
  };
  const shown = areas.map((area) => overlap(wanted, area));
  const inView = shown.reduce((sum, each) => sum + each, 0);
  if (inView === 0) return center(wanted, areas);
  if (inView === wanted.width * wanted.height) return wanted;
  const area = areas[shown.indexOf(Math.max(...shown))];
  return area === undefined ? wanted : fit(wanted, area);
}

/**
 * The smallest size of a window on these screens: the usual one, unless a screen is smaller than that.
 *
 * @param areas the usable parts of the screens
 */
export function smallestSize(areas: readonly Bounds[]): Size {
  return {
    width: Math.min(minimumSize.width, ...areas.map(({ width }) => width)),
    height: Math.min(minimumSize.height, ...areas.map(({ height }) => height)),
  };
}

/**
 * Reads the saved state of an organization's window, for `restoreWindowState` to check.
 *
 * @param opener the window that it is opened from
 */
export function readOrganizationState(
  preferences: PreferenceStore,
  organizationId: string,
  opener: Bounds | undefined,
): unknown {
  const saved = readOrganizationStates(preferences).find((entry) => entry.organizationId === organizationId);
  if (saved !== undefined || opener === undefined) return saved?.state;
  return { bounds: { ...opener, x: opener.x + offset, y: opener.y + offset } };
}

export function saveOrganizationState(
  preferences: PreferenceStore,
  organizationId: string,
  state: WindowState,
): void {
  const others = readOrganizationStates(preferences).filter(
    (entry) => entry.organizationId !== organizationId,
  );
  preferences.write('organizationWindows', [{ organizationId, state }, ...others].slice(0, maxOrganizations));
}

/** Removes what names the organizations of the person who used this computer before. */
export function forgetOrganizationStates(preferences: PreferenceStore): void {
  preferences.write('organizationWindows', []);
}

interface OrganizationState {
  organizationId: string;
  state: unknown;
}

function readOrganizationStates(preferences: PreferenceStore): OrganizationState[] {
  const saved: unknown = preferences.read('organizationWindows');
  return Array.isArray(saved) ? saved.filter(isOrganizationState) : [];
}

/** Limits the window to a screen. */
function fit(bounds: Bounds, area: Bounds): Bounds {
  const width = Math.min(bounds.width, area.width);
  const height = Math.min(bounds.height, area.height);
  return {
    x: Math.min(Math.max(bounds.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(bounds.y, area.y), area.y + area.height - height),
    width,
    height,
  };
}

/** Centers a window of this size on the main screen. */
function center({ width, height }: Size, [main]: readonly Bounds[]): Bounds {
  if (main === undefined) return { x: 0, y: 0, width, height };
  const x = main.x + Math.round((main.width - width) / 2);
  const y = main.y + Math.round((main.height - height) / 2);
  return fit({ x, y, width, height }, main);
}

/** How much of the window is on the screen, in pixels. */
function overlap(bounds: Bounds, area: Bounds): number {
  const width = Math.min(area.x + area.width, bounds.x + bounds.width) - Math.max(area.x, bounds.x);
  const height = Math.min(area.y + area.height, bounds.y + bounds.height) - Math.max(area.y, bounds.y);
  return Math.max(0, width) * Math.max(0, height);
}

// These checks are written by hand, because loading zod would delay the first window.

function isBounds(value: unknown): value is Bounds {
  return (
    isRecord(value) &&
    [value['x'], value['y'], value['width'], value['height']].every((part) => Number.isSafeInteger(part))
  );
}

function isOrganizationState(value: unknown): value is OrganizationState {
  return isRecord(value) && typeof value['organizationId'] === 'string' && 'state' in value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
