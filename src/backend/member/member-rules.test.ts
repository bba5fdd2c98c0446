import { describe, expect, it } from 'vitest';
import { refuseChange } from './member-rules.ts';

describe('refuseChange', () => {
  it('refuses to change the owner, and allows to change other members', () => {
    expect(refuseChange({ role: 'owner' })).toBe('owner_is_fixed');
    expect(refuseChange({ role: 'admin' })).toBeUndefined();
    expect(refuseChange({ role: 'agent' })).toBeUndefined();
  });
});
