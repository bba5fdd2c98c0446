import { describe, expect, it } from 'vitest';
import { toProblem } from './to-problem.ts';

const withState = (code: string) =>
  new Error('query failed', { cause: Object.assign(new Error(code), { code }) });

describe('toProblem', () => {
  it.each([
    '08006',
    '53100',
    '53200',
    '53300',
    '57P01',
    '57P03',
    '58030',
    '25006',
    '40001',
    '40P01',
    'ECONNREFUSED',
  ])('answers %s with unavailable', (code) => {
    const problem = toProblem(withState(code), 'request-1');
    expect([problem.code, problem.retryAfter]).toEqual(['unavailable', 2]);
  });

  it.each(['23505', '42703', '57014', '22012', 'ERR_ASSERTION'])('answers %s with internal', (code) => {
    const problem = toProblem(withState(code), 'request-1');
    expect(problem.code).toBe('internal');
    expect(problem.message).toContain('request-1');
    expect(problem.message).not.toContain(code);
  });

  it('returns validation_failed for a text that cannot be stored', () => {
    expect(toProblem(withState('22021'), 'request-1').code).toBe('validation_failed');
  });
});
