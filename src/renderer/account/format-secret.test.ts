import { expect, it } from 'vitest';
import { formatSecret } from './format-secret.ts';

it('shows a secret in groups of four', () => {
  expect(formatSecret('ABCDEFGHIJ')).toBe('ABCD EFGH IJ');
  expect(formatSecret('')).toBe('');
});
