import { expect, test } from 'vitest';
import { createLog } from '../logging/log.ts';
import { runShutdownHooks } from './run-shutdown-hooks.ts';

test('runs all hooks in reverse order, and logs each error', async () => {
  const lines: string[] = [];
  const log = createLog({ write: (line: string) => void lines.push(line) });
  const ran: string[] = [];
  const hooks = new AsyncDisposableStack();
  hooks.defer(async () => void ran.push('first'));
  hooks.defer(() => {
    ran.push('second');
    throw new Error('second failed');
  });
  hooks.defer(async () => {
    ran.push('third');
    await Promise.reject(new Error('third failed'));
  });
  await runShutdownHooks(hooks, log);
  expect(ran).toEqual(['third', 'second', 'first']);
  expect(lines).toEqual([expect.stringContaining('third failed'), expect.stringContaining('second failed')]);
});
