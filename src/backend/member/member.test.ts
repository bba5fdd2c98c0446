import { describe, expect, it } from 'vitest';
import { refuseChange } from './member.ts';

describe('refuseChange', () => {
  it('keeps the owner as they are, and nobody else', () => {
    expect(refuseChange({ role: 'owner' })).toBe('owner_is_fixed');
    expect(refuseChange({ role: 'admin' })).toBeUndefined();
    expect(refuseChange({ role: 'agent' })).toBeUndefined();
  });
});
