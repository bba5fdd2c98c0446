import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PreferenceStore } from '../preferences/preferences.ts';
import {
  bringIntoView,
  readOrganizationState,
  restoreWindowState,
  saveOrganizationState,
  smallestSize,
} from './window-state.ts';
import type { Bounds } from './window-state.ts';

const screen = { x: 0, y: 25, width: 1920, height: 1055 };
const left = { x: -1280, y: 0, width: 1280, height: 1024 };
const small = { x: 0, y: 32, width: 800, height: 448 };
/** The default size, in the middle of the screen. */
const centered = { x: 370, y: 173, width: 1180, height: 760 };

describe('restoreWindowState', () => {
  it('restores the window’s bounds on any screen, and across two', () => {
    const bounds = { x: 100, y: 80, width: 1200, height: 800 };
    expect(restoreWindowState({ bounds, maximized: true }, [screen])).toEqual({ bounds, maximized: true });
    for (const x of [-1200, -600]) {
      const other = { ...bounds, x };
      expect(restoreWindowState({ bounds: other }, [screen, left]).bounds).toEqual(other);
    }
  });

  it.each([
    ['nothing', undefined],
    ['another type', 'left'],
    ['incomplete bounds', { bounds: { x: 1, y: 2 } }],
    ['fractional numbers', { bounds: { x: 1.5, y: 2, width: 900, height: 600 } }],
    ['numbers that are too large', { bounds: { x: 1e300, y: 2, width: 900, height: 600 } }],
  ])('centers the window when the saved state is %s', (_what, saved) => {
    expect(restoreWindowState(saved, [screen])).toEqual({ bounds: centered, maximized: false });
  });

  it.each([
    ['left of the screen', { x: -1200, y: 80, width: 1180, height: 760 }],
    ['below the screen', { x: 0, y: 1_090, width: 1180, height: 760 }],
  ])('centers a window that was on a screen that is gone, %s', (_where, bounds) => {
    expect(restoreWindowState({ bounds }, [screen]).bounds).toEqual(centered);
  });

  it.each([
    ['its left part', { x: -700 }, { x: 0 }],
    ['its right part', { x: 1_500 }, { x: 720 }],
    ['its title bar', { y: -10 }, { y: 25 }],
    ['its lower part', { y: 600 }, { y: 280 }],
    ['the rest of one that is larger than the screen', { width: 5_000 }, { x: 0, width: 1920 }],
  ])('brings %s into view', (_what, change, expected) => {
    const bounds = { x: 100, y: 80, width: 1200, height: 800 };
    expect(restoreWindowState({ bounds: { ...bounds, ...change } }, [screen]).bounds).toEqual({
      ...bounds,
      ...change,
      ...expected,
    });
  });

  it('is wholly in view on a screen that is smaller than the smallest size', () => {
    expect(restoreWindowState(undefined, [small]).bounds).toEqual(small);
    const bounds = { x: 100, y: 80, width: 1200, height: 800 };
    expect(restoreWindowState({ bounds }, [small]).bounds).toEqual(small);
    expect(smallestSize([screen, small])).toEqual({ width: 800, height: 448 });
    expect(smallestSize([screen, left])).toEqual({ width: 860, height: 560 });
  });

  it('never restores a window that is not wholly in view, for any saved state', () => {
    const saved = fc.record({ bounds: fc.anything(), maximized: fc.anything() });
    // Mostly near the screens, where the limits are.
    const coordinate = fc.oneof(fc.integer({ min: -4_000, max: 4_000 }), fc.integer());
    const whole = fc.record({
      bounds: fc.record({ x: coordinate, y: coordinate, width: coordinate, height: coordinate }),
    });
    const areas = [screen, left];
    fc.assert(
      fc.property(fc.oneof(saved, whole, fc.anything()), (saved) => {
        const { bounds } = restoreWindowState(saved, areas);
        expect(areas.reduce((sum, area) => sum + shown(bounds, area), 0)).toBe(bounds.width * bounds.height);
        expect(bringIntoView(bounds, areas)).toEqual(bounds);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** How many pixels of the window are on the screen. */
function shown(bounds: Bounds, area: Bounds): number {
  const columns = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const rows = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
  return Math.max(columns, 0) * Math.max(rows, 0);
}

const bounds = { x: 10, y: 20, width: 1000, height: 600 };
const values = new Map<string, unknown>();
const preferences: PreferenceStore = {
  read: (name) => values.get(name),
  write: (name, value) => void values.set(name, value),
};
beforeEach(() => values.clear());

describe('the saved state of organization windows', () => {
  it('is restored for each organization separately', () => {
    const [one, two] = [
      { bounds, maximized: false },
      { bounds: { ...bounds, x: 300 }, maximized: true },
    ];
    saveOrganizationState(preferences, 'o1', { bounds: { ...bounds, x: 500 }, maximized: false });
    saveOrganizationState(preferences, 'o1', one);
    saveOrganizationState(preferences, 'o2', two);
    expect(readOrganizationState(preferences, 'o1', bounds)).toEqual(one);
    expect(readOrganizationState(preferences, 'o2', bounds)).toEqual(two);
  });

  it('defaults to a place beside the window that it is opened from', () => {
    const beside = { bounds: { ...bounds, x: 42, y: 52 } };
    expect(readOrganizationState(preferences, 'o1', bounds)).toEqual(beside);
    expect(readOrganizationState(preferences, 'o1', undefined)).toBeUndefined();
    for (const odd of ['another type', [null, 7, { organizationId: 1 }, { organizationId: 'o1' }]]) {
      values.set('organizationWindows', odd);
      expect(readOrganizationState(preferences, 'o1', bounds)).toEqual(beside);
    }
  });

  it('is limited to the 30 organizations that changed last', () => {
    for (let count = 0; count < 100; count += 1) {
      saveOrganizationState(preferences, `o${count}`, { bounds, maximized: false });
    }
    expect(values.get('organizationWindows')).toHaveLength(30);
    expect(readOrganizationState(preferences, 'o99', undefined)).toEqual({ bounds, maximized: false });
    expect(readOrganizationState(preferences, 'o0', undefined)).toBeUndefined();
  });
});
