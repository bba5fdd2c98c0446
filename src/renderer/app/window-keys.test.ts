import { describe, expect, it } from 'vitest';
import { commandOfKeys } from './window-keys.ts';

const none = {
  defaultPrevented: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  target: null,
};
const pressed = (given: Partial<KeyboardEvent>) => commandOfKeys({ ...none, ...given } as KeyboardEvent);

describe('commandOfKeys', () => {
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
  });
});
