import { expect, it } from 'vitest';
import { groupedSecret } from './grouped-secret.ts';

it('shows a secret in groups of four', () => {
  expect(groupedSecret('ABCDEFGHIJ')).toBe('ABCD EFGH IJ');
  expect(groupedSecret('')).toBe('');
});
