import { describe, expect, it } from 'vitest';
import { commandOfMouseButton, commandOfShortcut } from './keyboard-shortcuts.ts';

const none = {
  defaultPrevented: false,
  isComposing: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  target: null,
};
const pressed = (given: Partial<KeyboardEvent>) => commandOfShortcut({ ...none, ...given } as KeyboardEvent);

describe('commandOfShortcut', () => {
  it('knows the keys of each system', () => {
    expect(pressed({ key: 'k', ctrlKey: true })).toBe('command-palette');
    expect(pressed({ key: 'k', metaKey: true })).toBe('command-palette');
    expect(pressed({ key: 'f', ctrlKey: true })).toBe('find');
    expect(pressed({ key: ',', metaKey: true })).toBe('settings');
  });

  it('leaves other keys to others', () => {
    expect(pressed({ key: 'k', ctrlKey: true, shiftKey: true })).toBeUndefined();
    expect(pressed({ key: 'k', ctrlKey: true, altKey: true })).toBeUndefined();
    expect(pressed({ key: 'k', ctrlKey: true, defaultPrevented: true })).toBeUndefined();
    expect(pressed({ key: 'k', ctrlKey: true, isComposing: true })).toBeUndefined();
    expect(pressed({ key: 'k', altKey: true })).toBeUndefined();
  });

  it('goes back and forward', () => {
    expect(pressed({ key: 'ArrowLeft', altKey: true })).toBe('back');
    expect(pressed({ key: 'ArrowRight', altKey: true })).toBe('forward');
    expect(pressed({ key: 'ArrowLeft', altKey: true, shiftKey: true })).toBeUndefined();
    expect(pressed({ key: 'ArrowLeft', altKey: true, ctrlKey: true })).toBeUndefined();
    expect([0, 1, 2, 3, 4].map((button) => commandOfMouseButton({ button }))).toEqual([
      undefined,
      undefined,
      undefined,
      'back',
      'forward',
    ]);
  });
});
