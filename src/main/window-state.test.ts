import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumSize, restoreWindowState } from './window-state.ts';

const screen = { x: 0, y: 25, width: 1920, height: 1055 };
const left = { x: -1280, y: 0, width: 1280, height: 1024 };

describe('restoreWindowState', () => {
  it('puts the window back where it was, on any screen', () => {
    const bounds = { x: 100, y: 80, width: 1200, height: 800 };
    expect(restoreWindowState({ bounds, maximized: true }, [screen])).toEqual({ bounds, maximized: true });
    const other = { ...bounds, x: -1200 };
    expect(restoreWindowState({ bounds: other }, [screen, left])).toEqual({
      bounds: other,
      maximized: false,
    });
  });

  it.each([
    ['nothing', undefined],
    ['something else', 'left'],
    ['half of it', { bounds: { x: 1, y: 2 } }],
    ['no whole numbers', { bounds: { x: 1.5, y: 2, width: 900, height: 600 } }],
    ['what no screen can show', { bounds: { x: 1e300, y: 2, width: 900, height: 600 } }],
    ['a place on a screen that is gone', { bounds: { x: -1200, y: 80, width: 1200, height: 800 } }],
    ['a place that only its old width reached', { bounds: { x: -2000, y: 80, width: 2100, height: 800 } }],
    ['a place below the screen', { bounds: { x: 0, y: 1_070, width: 1200, height: 800 } }],
  ])('starts in the middle when it has kept %s', (_what, kept) => {
    expect(restoreWindowState(kept, [screen])).toEqual({ bounds: undefined, maximized: false });
  });

  it('keeps the title bar on the screen and the window within its limits', () => {
    const bounds = { x: 10, y: 0, width: 5_000, height: 10 };
    expect(restoreWindowState({ bounds }, [screen]).bounds).toEqual({
      x: 10,
      y: screen.y,
      width: screen.width,
      height: minimumSize.height,
    });
  });

  it('never restores a window that nobody can get hold of', () => {
    const kept = fc.record({ bounds: fc.anything(), maximized: fc.anything() });
    // Mostly near the screens, where it matters.
    const coordinate = fc.oneof(fc.integer({ min: -4_000, max: 4_000 }), fc.integer());
    const whole = fc.record({
      bounds: fc.record({ x: coordinate, y: coordinate, width: coordinate, height: coordinate }),
    });
    fc.assert(
      fc.property(fc.oneof(kept, whole, fc.anything()), (kept) => {
        const { bounds } = restoreWindowState(kept, [screen, left]);
        const isReachable = (area: typeof screen) =>
          bounds === undefined ||
          (bounds.x < area.x + area.width &&
            bounds.x + bounds.width > area.x &&
            bounds.y >= area.y &&
            bounds.y < area.y + area.height);
        expect([screen, left].some(isReachable)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
