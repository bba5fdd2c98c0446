import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { serverNow, setClockOffset } from './clock.ts';

const now = Date.parse('2026-11-30T12:00:00Z');
const day = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers({ now });
});
afterEach(() => {
  vi.useRealTimers();
  setClockOffset(0);
});

describe('serverNow', () => {
  it('is this computer’s time until the server’s is known', () => {
    expect(serverNow()).toBe(now);
  });

  it('is the server’s, whatever this computer’s clock is set to', { tags: ['guard:server-time'] }, () => {
    setClockOffset(8 * day);
    expect(serverNow()).toBe(now + 8 * day);
    vi.setSystemTime(now - 3 * day);
    setClockOffset(3 * day);
    expect(serverNow()).toBe(now);
  });
});

it(
  'clock.ts is the only file of the renderer that asks this computer’s clock',
  { tags: ['guard:one-clock'] },
  () => {
    const folder = join(import.meta.dirname, '../..');
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(?<!\.test)\.tsx?$/.test(name),
    );
    const asking = sources.filter((name) =>
      /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)/.test(readFileSync(join(folder, name), 'utf8')),
    );
    expect(sources.length).toBeGreaterThan(100);
    expect(asking).toEqual([join('lib', 'schedule', 'clock.ts')]);
  },
);
