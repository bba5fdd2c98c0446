import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leftOver, startLongRun } from './long-run.ts';

const allOf = (chunk: readonly number[]) => new Map(chunk.map((item) => [item, `did ${item}`] as const));

describe('startLongRun', () => {
  it('does every item once, in order, in chunks of the size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(60),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (count, chunkSize, parallel) => {
          const items = Array.from({ length: count }, (_, index) => index);
          const chunks: number[][] = [];
          const run = startLongRun({
            items,
            chunkSize,
            parallel,
            act: async (chunk) => {
              chunks.push([...chunk]);
              await Promise.resolve();
              return { results: allOf(chunk) };
            },
          });
          await run.finished;
          expect(chunks.flat()).toEqual(items);
          expect(
            chunks.every(({ length }, index) => length === chunkSize || index === chunks.length - 1),
          ).toBe(true);
          expect(run.state.getState()).toMatchObject({ status: 'done', total: count });
          expect(run.state.getState().results.size).toBe(count);
        },
      ),
    );
  });

  it('begins nothing after it was stopped, and keeps what was under way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 3 }),
        fc.nat(10),
        async (count, chunkSize, parallel, stopAt) => {
          const items = Array.from({ length: count }, (_, index) => index);
          let begun = 0;
          const run = startLongRun({
            items,
            chunkSize,
            parallel,
            act: async (chunk) => {
              begun += 1;
              if (begun === stopAt) run.stop();
              if (stopAt > 0) expect(begun).toBeLessThanOrEqual(stopAt);
              await Promise.resolve();
              return { results: allOf(chunk) };
            },
          });
          await run.finished;
          const state = run.state.getState();
          const left = leftOver(items, state);
          expect(left.length + state.results.size).toBe(count);
          expect(state.status).toBe(left.length > 0 ? 'stopped' : 'done');
        },
      ),
    );
  });

  it('shows the results as they come, and that it is stopping', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const run = startLongRun({
      items: [1, 2, 3],
      chunkSize: 2,
      act: async (chunk) => {
        begun.resolve();
        await promise;
        return { results: allOf(chunk) };
      },
    });
    await begun.promise;
    expect(run.state.getState().status).toBe('running');
    run.stop();
    run.stop();
    expect(run.state.getState().status).toBe('stopping');
    resolve();
    await run.finished;
    expect(run.state.getState().status).toBe('stopped');
    expect(leftOver([1, 2, 3], run.state.getState())).toEqual([3]);
  });

  it('does not begin the rest when it would fail for the same reason', async () => {
    let calls = 0;
    const run = startLongRun({
      items: [1, 2, 3],
      chunkSize: 1,
      act: (chunk) => {
        calls += 1;
        return Promise.resolve({ results: allOf(chunk), halt: true });
      },
    });
    await run.finished;
    expect(calls).toBe(1);
    expect(run.state.getState().status).toBe('stopped');
  });

  it('is done at once with nothing to do', async () => {
    const run = startLongRun({ items: [], chunkSize: 5, act: () => Promise.reject(new Error('never')) });
    await run.finished;
    expect(run.state.getState()).toEqual({ status: 'done', total: 0, results: new Map() });
  });
});
