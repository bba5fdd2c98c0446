import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BridgeProblemError } from './bridge-problem.ts';
import { outcomeOf } from './outcome.ts';

const schema = z.strictObject({ organizationId: z.string().max(64) });
const ignore = () => undefined;

describe('outcomeOf', () => {
  it('wraps what came out', async () => {
    const outcome = await outcomeOf(
      schema,
      { organizationId: 'o1' },
      async ({ organizationId }) => organizationId.length,
      ignore,
    );
    expect(outcome).toEqual({ ok: true, value: 2 });
  });

  it('wraps a problem', async () => {
    const problem = { code: 'forbidden' as const, detail: 'Not yours.' };
    const work = () => Promise.reject(new BridgeProblemError(problem));
    expect(await outcomeOf(schema, { organizationId: 'o1' }, work, ignore)).toEqual({ ok: false, problem });
  });

  it.each([
    [async () => Promise.reject(new Error('boom'))],
    [async () => Promise.reject(undefined)],
    [
      () => {
        throw new Error('boom');
      },
    ],
  ])('turns a bug into a problem without its words, and tells of it', async (work) => {
    const told: unknown[] = [];
    const outcome = await outcomeOf(schema, { organizationId: 'o1' }, work, (error) => told.push(error));
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'internal' } });
    expect(JSON.stringify(outcome)).not.toContain('boom');
    expect(told).toHaveLength(1);
  });

  it('answers to anything with a problem, and does nothing', async () => {
    let done = 0;
    await fc.assert(
      fc.asyncProperty(fc.anything({ withBigInt: true, withDate: true, withMap: true }), async (raw) => {
        fc.pre(!schema.safeParse(raw).success);
        const outcome = await outcomeOf(schema, raw, async () => (done += 1), ignore);
        expect(outcome).toMatchObject({ ok: false, problem: { code: 'invalid_call' } });
      }),
      { numRuns: 2_000 },
    );
    expect(done).toBe(0);
  });
});
