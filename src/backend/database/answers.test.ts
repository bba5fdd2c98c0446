import { describe, expect, it } from 'vitest';
import { answers } from './answers.ts';

const failed = (message: string, code: string): Error =>
  new Error('Failed query', { cause: Object.assign(new Error(message), { code }) });
const later = async <Value>(value: Value): Promise<Value> => {
  await new Promise((resolve) => setImmediate(resolve));
  return value;
};

describe('answers', () => {
  it('gives what was answered, in the order of what was asked', async () => {
    expect(await answers(later(1), Promise.resolve('two'), later(undefined))).toEqual([1, 'two', undefined]);
  });

  it('refuses with the first refusal in that order, whichever comes first', async () => {
    const first = later(undefined).then(() => Promise.reject(new Error('first')));
    await expect(answers(later(1), first, Promise.reject(new Error('second')))).rejects.toThrow('first');
  });

  it('does not take the aftermath of a failure for its reason', async () => {
    const aftermath = failed('current transaction is aborted', '25P02');
    const reason = failed('No space left on device', '53100');
    await expect(answers(Promise.reject(aftermath), Promise.reject(reason))).rejects.toBe(reason);
    await expect(answers(Promise.reject(aftermath), later(1))).rejects.toBe(aftermath);
  });
});
