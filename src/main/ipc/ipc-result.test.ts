import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BridgeProblemError } from '../backend/bridge-problem.ts';
import { resultOf } from './ipc-result.ts';

const schema = z.strictObject({ organizationId: z.string().max(64) });
const ignore = () => undefined;

describe('resultOf', () => {
  it('wraps the value that the handler returns', async () => {
    const result = await resultOf(
      schema,
      { organizationId: 'o1' },
      async ({ organizationId }) => organizationId.length,
      ignore,
    );
    expect(result).toEqual({ ok: true, value: 2 });
  });

  it('wraps the problem that the handler throws', async () => {
    const problem = { code: 'forbidden' as const, detail: 'Not yours.' };
    const run = () => Promise.reject(new BridgeProblemError(problem));
    expect(await resultOf(schema, { organizationId: 'o1' }, run, ignore)).toEqual({ ok: false, problem });
  });

  it.each([
    [async () => Promise.reject(new Error('boom'))],
    [async () => Promise.reject(undefined)],
    [
      () => {
        throw new Error('boom');
      },
    ],
  ])('answers an unexpected error with a general problem, and reports the error for the log', async (run) => {
    const reported: unknown[] = [];
    const result = await resultOf(schema, { organizationId: 'o1' }, run, (error) => reported.push(error));
    expect(result).toMatchObject({ ok: false, problem: { code: 'app_failed' } });
    expect(JSON.stringify(result)).not.toContain('boom');
    expect(reported).toHaveLength(1);
  });

  it('answers any invalid input with a problem, and does not run the handler', async () => {
    let done = 0;
    await fc.assert(
      fc.asyncProperty(fc.anything({ withBigInt: true, withDate: true, withMap: true }), async (raw) => {
        fc.pre(!schema.safeParse(raw).success);
        const result = await resultOf(schema, raw, async () => (done += 1), ignore);
        expect(result).toMatchObject({ ok: false, problem: { code: 'invalid_call' } });
      }),
      { numRuns: 2_000 },
    );
    expect(done).toBe(0);
  });
});
