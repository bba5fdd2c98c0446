import { describe, expect, it } from 'vitest';
import { fieldErrors } from './field-errors.ts';

const fields = ['current', 'next'] as const;

describe('fieldErrors', () => {
  it('takes the first message of each field', () => {
    const errors = [
      { path: 'next', message: 'Too short.' },
      { path: 'next', message: 'Too common.' },
      { path: 'elsewhere', message: 'Odd.' },
    ];
    expect(fieldErrors({ code: 'validation_failed', detail: 'x', errors }, fields)).toEqual({
      next: 'Too short.',
    });
  });

  it('takes nothing that names no field, and nothing of another problem', () => {
    const errors = [{ path: 'elsewhere', message: 'Odd.' }];
    expect(fieldErrors({ code: 'validation_failed', detail: 'x', errors }, fields)).toEqual({});
    const next = [{ path: 'next', message: 'Odd.' }];
    expect(fieldErrors({ code: 'forbidden', detail: 'x', errors: next }, fields)).toEqual({});
  });
});
