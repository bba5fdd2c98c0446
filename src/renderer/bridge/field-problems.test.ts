import { describe, expect, it } from 'vitest';
import { fieldProblems, wrongPassword } from './field-problems.ts';

const fields = ['current', 'next'] as const;

describe('fieldProblems', () => {
  it('puts each message next to its field, the first one of each', () => {
    const errors = [
      { path: 'next', message: 'Too short.' },
      { path: 'next', message: 'Too common.' },
      { path: 'elsewhere', message: 'Odd.' },
    ];
    expect(fieldProblems({ code: 'validation_failed', detail: 'x', errors }, fields)).toEqual({
      fields: { next: 'Too short.' },
      form: undefined,
    });
  });

  it('knows which field a code is about', () => {
    const byCode = { invalid_credentials: ['current', wrongPassword] } as const;
    expect(fieldProblems({ code: 'invalid_credentials', detail: 'x' }, fields, byCode)).toEqual({
      fields: { current: wrongPassword },
      form: undefined,
    });
  });

  it('leaves to the form what belongs to no field', () => {
    const errors = [{ path: 'elsewhere', message: 'Odd.' }];
    expect(fieldProblems({ code: 'validation_failed', detail: 'x', errors }, fields)).toEqual({
      fields: {},
      form: 'Odd.',
    });
    expect(fieldProblems({ code: 'rate_limited', detail: 'x', retryAfter: 9 }, fields).form).toMatch(
      /in 9 seconds/,
    );
  });
});
