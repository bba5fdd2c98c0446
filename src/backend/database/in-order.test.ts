import { describe, expect, it } from 'vitest';
import { inOrder } from './in-order.ts';

const failed = (message: string, code: string): Error =>
  new Error('Failed query', { cause: Object.assign(new Error(message), { code }) });
const later = async <Value>(value: Value): Promise<Value> => {
  await new Promise((resolve) => setImmediate(resolve));
  return value;
};

describe('inOrder', () => {
  it('returns the results in the order of the statements', async () => {
    expect(await inOrder(later(1), Promise.resolve('two'), later(undefined))).toEqual([1, 'two', undefined]);
  });

  it('throws the first error in the order of the statements', async () => {
    const first = later(undefined).then(() => Promise.reject(new Error('first')));
    await expect(inOrder(later(1), first, Promise.reject(new Error('second')))).rejects.toThrow('first');
  });

  it('does not throw an error that only reports an earlier failure', async () => {
    const aftermath = failed('current transaction is aborted', '25P02');
    const reason = failed('No space left on device', '53100');
    await expect(inOrder(Promise.reject(aftermath), Promise.reject(reason))).rejects.toBe(reason);
    await expect(inOrder(Promise.reject(aftermath), later(1))).rejects.toBe(aftermath);
  });
});
