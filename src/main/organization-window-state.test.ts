import { beforeEach, describe, expect, it } from 'vitest';
import { keepOrganizationState, keptOrganizationState } from './organization-window-state.ts';
import type { Preferences } from './preferences.ts';

const bounds = { x: 10, y: 20, width: 1000, height: 600 };
const values = new Map<string, unknown>();
const preferences: Preferences = {
  read: (name) => values.get(name),
  write: (name, value) => void values.set(name, value),
};
beforeEach(() => values.clear());

describe('the windows of organizations', () => {
  it('open where they were last, each for itself', () => {
    const [one, two] = [
      { bounds, maximized: false },
      { bounds: { ...bounds, x: 300 }, maximized: true },
    ];
    keepOrganizationState(preferences, 'o1', { bounds: undefined, maximized: false });
    keepOrganizationState(preferences, 'o1', one);
    keepOrganizationState(preferences, 'o2', two);
    expect(keptOrganizationState(preferences, 'o1', bounds)).toEqual(one);
    expect(keptOrganizationState(preferences, 'o2', bounds)).toEqual(two);
  });

  it('open beside the one that they are opened from at first', () => {
    const beside = { bounds: { ...bounds, x: 42, y: 52 } };
    expect(keptOrganizationState(preferences, 'o1', bounds)).toEqual(beside);
    expect(keptOrganizationState(preferences, 'o1', undefined)).toBeUndefined();
    for (const odd of ['something else', [null, 7, { organizationId: 1 }, { organizationId: 'o1' }]]) {
      values.set('organizationWindows', odd);
      expect(keptOrganizationState(preferences, 'o1', bounds)).toEqual(beside);
    }
  });

  it('are not remembered for ever', () => {
    for (let count = 0; count < 100; count += 1) {
      keepOrganizationState(preferences, `o${count}`, { bounds, maximized: false });
    }
    expect(values.get('organizationWindows')).toHaveLength(30);
    expect(keptOrganizationState(preferences, 'o99', undefined)).toEqual({ bounds, maximized: false });
    expect(keptOrganizationState(preferences, 'o0', undefined)).toBeUndefined();
  });
});
